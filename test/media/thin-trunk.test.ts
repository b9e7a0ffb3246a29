import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { MediaKind, Opaque } from '../../server/media/media-bridge.ts';
import { loadClips } from '../../simulation/clip.ts';
import { Pacer } from '../../simulation/pacer.ts';
import { Playback } from '../../simulation/playback.ts';
import { sendingParameters } from '../../simulation/room-media.ts';
import { openRtpSocket } from '../../simulation/rtp-socket.ts';
import { keyframeRequests } from '../../simulation/rtp/rtcp.ts';
import { eventually } from '../support/eventually.ts';
import { startBridge } from '../support/media/bridge.ts';
import { SharedLine } from '../support/network/shared-line.ts';

const json = z.record(z.string(), z.unknown());
const onTheWire = (parameters: Opaque): Opaque => json.parse(JSON.parse(JSON.stringify(parameters)));
const encodings = z.array(z.object({ ssrc: z.number() }));
const clips = loadClips();
const pictures = 3;
const patience = { timeoutMs: 30_000 };

/** What crosses of one source. */
interface Crossing {
  readonly playback: Playback;
  /** Of the smallest layer first. */
  readonly ssrcs: readonly number[];
}

/** Two bridges with a voice and three pictures that are wanted large and small on the other one. */
async function openTrunks(bps: number) {
  await using opening = new AsyncDisposableStack();
  const near = opening.use(await startBridge({ workers: 1 }));
  const far = opening.use(await startBridge({ workers: 1 }));
  const line = opening.use(new SharedLine({ loss: 0, jitterMs: 0, delayMs: 20, queueMs: 100, bps }));
  const conferenceId = uuid();
  const from = { conferenceId, workerId: near.workers()[0] ?? '' };
  const to = { conferenceId, workerId: far.workers()[0] ?? '' };
  const pacer = new Pacer();

  async function trunk(kind: MediaKind): Promise<string> {
    const trunkId = uuid();
    const end = await far.trunks.accept(to, trunkId, kind);
    const { keys } = await near.trunks.open(from, trunkId, kind, { ...end, ...(await line.door(end)) });
    await far.trunks.admit(trunkId, keys);
    return trunkId;
  }

  async function cross(source: 'microphone' | 'camera', trunkId: string): Promise<Crossing> {
    const opened = await near.openTransport(from, { kind: 'plain', direction: 'send' });
    if (opened.kind !== 'plain') throw new Error('asked for a plain transport');
    const socket = await openRtpSocket((datagram) => {
      if (keyframeRequests(datagram).length > 0) playback.requestKeyframe();
    });
    opening.defer(() => socket.close());
    socket.connect(opened.ip, opened.port);
    const playback = new Playback(clips[source], pacer, (parts) => socket.send(parts));
    opening.defer(() => playback.stop());
    const kind = source === 'microphone' ? 'audio' : 'video';
    const offered = sendingParameters(clips[source], playback.ssrcs, uuid());
    const producerId = await near.produce(opened.transportId, kind, offered);
    await near.resumeProducer(producerId);
    const { layers, rtpParameters } = await near.trunks.carry(trunkId, producerId);
    const copy = await far.trunks.arrive(trunkId, producerId, onTheWire(rtpParameters));
    playback.play();
    await receive(copy);
    await near.trunks.setLayers(trunkId, producerId, [...new Set([0, layers - 1])]);
    return { playback, ssrcs: encodings.parse(rtpParameters['encodings']).map(({ ssrc }) => ssrc) };
  }

  async function receive(copy: string): Promise<void> {
    const rtpCapabilities = far.routerRtpCapabilities;
    const receiving = { kind: 'plain', direction: 'receive', rtpCapabilities } as const;
    const { transportId } = await far.openTransport(to, receiving);
    const socket = await openRtpSocket(() => undefined);
    opening.defer(() => socket.close());
    await far.connectTransport(transportId, { port: socket.port });
    const { consumerId } = await far.consume(transportId, copy, { layer: null, priority: 1 });
    await far.resumeConsumer(consumerId);
  }

  const voice = await cross('microphone', await trunk('audio'));
  const trunkId = await trunk('video');
  const cameras: Crossing[] = [];
  while (cameras.length < pictures) cameras.push(await cross('camera', trunkId));
  const bytes = (layer: number): readonly number[] =>
    cameras.map(({ ssrcs }) => line.crossed(ssrcs[layer] ?? 0).bytes);
  const opened = opening.move();
  return {
    voice: () => ({ ...line.crossed(voice.ssrcs[0] ?? 0), sent: voice.playback.sent }),
    small: () => bytes(0),
    large: () => bytes(2),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

describe('trunks between two bridges with a line of 40 ms there and back', function () {
  this.timeout(90_000);

  it('keep the voice whole and each picture small on 700 kbit/s, where the large ones have no room', async () => {
    await using trunks = await openTrunks(700_000);
    const { voice, small } = trunks;
    const packets = (count: number): Promise<unknown> =>
      eventually(() => voice().sent >= count, 'seconds to pass', patience);
    await packets(250);
    const before = small();
    await packets(500);
    const { sent, passed, dropped } = voice();
    // Nothing of it waits in a bridge: what is sent is on the line, or lost in its queue.
    expect(sent - passed - dropped).to.be.below(10);
    expect(dropped / sent).to.be.below(0.05);
    // Five seconds of the smallest layer are 46 kB.
    for (const [index, now] of small().entries()) expect(now - (before[index] ?? 0)).to.be.above(30_000);
  });

  it('carry all pictures large where there is room', async () => {
    await using trunks = await openTrunks(20_000_000);
    const { voice, large } = trunks;
    await eventually(() => large().every((each) => each > 200_000), 'all to be large', patience);
    expect(voice().dropped).to.equal(0);
  });
});
