import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
// Only this observer shows the options that a worker received for a line.
// oxlint-disable-next-line no-restricted-imports
import { observer, type types } from 'mediasoup';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { isSound } from '../../domain/media/sources.ts';
import type { Source } from '../../protocol/media.ts';
import type { Codec } from '../../server/bridge/bridge.ts';
import { Undecodable } from '../../server/media/media-bridge.ts';
import type {
  BridgeEvent,
  Loudness,
  MediaBridge,
  Opaque,
  BridgePlace,
} from '../../server/media/media-bridge.ts';
import { startBridge } from '../support/media/bridge.ts';
import { eventually } from '../support/eventually.ts';
import { FakeBridge } from '../support/media/fake-bridge.ts';
import { RtpPort, rtpParameters } from '../support/media/rtp.ts';
import { describeBridge } from './bridge-contract.ts';

describeBridge('the bridge of mediasoup workers', async () => {
  const bridge = await startBridge();
  return {
    carrying: async () => bridge,
    kill: (workerId) => process.kill(bridge.workerPids().get(workerId) ?? 0, 'SIGKILL'),
    [Symbol.asyncDispose]: () => bridge[Symbol.asyncDispose](),
  };
});

describeBridge('the fake bridge', async () => {
  const bridge = new FakeBridge(2);
  return {
    carrying: async () => bridge,
    kill: (workerId) => bridge.kill(workerId),
    [Symbol.asyncDispose]: async () => undefined,
  };
});

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const opus: Codec = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const vp8: Codec = { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 };
const h264: Codec = {
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
};
const vp9: Codec = { ...vp8, mimeType: 'video/VP9', parameters: { 'profile-id': 0 } };
const av1: Codec = { ...vp8, mimeType: 'video/AV1' };

interface Sender extends AsyncDisposable {
  readonly place: BridgePlace;
  readonly port: RtpPort;
  /** Opens a paused producer that receives packets. */
  send(source: Source, levelDb?: () => number): Promise<{ producerId: string; ssrc: number }>;
  receive(place: BridgePlace, rtpCapabilities?: Opaque): Promise<string>;
}

/** Opens a conference on the first worker, with one sending line. */
async function openSender(bridge: MediaBridge): Promise<Sender> {
  const [workerId = ''] = bridge.workers();
  const place = { conferenceId: uuid(), workerId };
  const port = await RtpPort.open();
  const opened = await bridge.openTransport(place, { kind: 'plain', direction: 'send' });
  if (opened.kind !== 'plain') throw new Error('asked for a plain transport');
  let ssrc = 0;
  return {
    place,
    port,
    async send(source, levelDb) {
      ssrc += 1;
      port.stream(opened, source, ssrc, levelDb);
      const kind = isSound(source) ? 'audio' : 'video';
      const isMeasured = source !== 'private-word';
      const parameters = rtpParameters(source, ssrc);
      const producerId = await bridge.produce(opened.transportId, kind, parameters, { isMeasured });
      return { producerId, ssrc };
    },
    async receive(at, rtpCapabilities = bridge.routerRtpCapabilities) {
      const { transportId } = await bridge.openTransport(at, {
        kind: 'plain',
        direction: 'receive',
        rtpCapabilities,
      });
      await bridge.connectTransport(transportId, { port: port.port });
      return transportId;
    },
    async [Symbol.asyncDispose]() {
      bridge.closeConference(place.conferenceId);
      port.close();
    },
  };
}

const lineStats = z.object({
  maxIncomingBitrate: z.int().optional(),
  maxOutgoingBitrate: z.int().optional(),
});

describe('the bridge of mediasoup workers', () => {
  it('ends its workers when it is disposed, also twice', async () => {
    const bridge = await startBridge({ workers: 2 });
    const pids = [...bridge.workerPids().values()];
    expect(pids.map(runs)).to.deep.equal([true, true]);
    await bridge[Symbol.asyncDispose]();
    await bridge[Symbol.asyncDispose]();
    await eventually(() => !pids.some(runs), 'the processes to be gone');
    expect(bridge.workers()).to.deep.equal([]);
  });

  it('reports the load of its workers, and which are down', async () => {
    await using bridge = await startBridge({ workers: 1 });
    const [worker] = bridge.workerStats();
    expect(worker).to.include({ name: '0', up: true });
    expect(await worker?.cpuSeconds()).to.be.greaterThan(0);
    const idle = await worker?.openFiles();
    expect(idle?.open).to.be.within(5, (idle?.limit ?? 0) - 1);
    const [workerId = '', pid] = [...bridge.workerPids()][0] ?? [];
    await bridge.openTransport({ conferenceId: uuid(), workerId }, { kind: 'plain', direction: 'send' });
    expect(await worker?.openFiles()).to.deep.equal({ ...idle, open: (idle?.open ?? 0) + 1 });
    process.kill(pid ?? 0, 'SIGKILL');
    await eventually(() => bridge.workerStats()[0]?.up === false, 'the worker to be down');
    await eventually(() => bridge.workerStats()[0]?.up, 'the worker to be up again');
  });

  it('offers UDP before TCP, under the announced address', async () => {
    await using bridge = await startBridge({
      workers: 1,
      listen: { ip: '127.0.0.1', announcedAddress: 'cau.example', port: 0 },
    });
    const [workerId] = bridge.workers();
    const opened = await bridge.openTransport(
      { conferenceId: uuid(), workerId: workerId ?? '' },
      { kind: 'webrtc', direction: 'send' },
    );
    const candidates = opened.kind === 'webrtc' ? opened.iceCandidates : [];
    expect(candidates.map(({ protocol, address }) => [protocol, address])).to.deep.equal([
      ['udp', 'cau.example'],
      ['tcp', 'cau.example'],
    ]);
    expect(bridge.mediaStats().transports.new).to.equal(1);
  });

  it('limits the incoming and outgoing bitrate of a line', async () => {
    const transports: types.Transport[] = [];
    const onWorker = (worker: types.Worker): void =>
      void worker.observer.on('newrouter', (router) =>
        router.observer.on('newtransport', (transport) => {
          transports.push(transport);
        }),
      );
    observer.on('newworker', onWorker);
    await using bridge = await startBridge({ workers: 1 });
    observer.off('newworker', onWorker);
    const place = { conferenceId: uuid(), workerId: bridge.workers()[0] ?? '' };
    const send = { kind: 'webrtc', direction: 'send' } as const;
    const receive = {
      kind: 'webrtc',
      direction: 'receive',
      rtpCapabilities: bridge.routerRtpCapabilities,
    } as const;
    for (const limitBps of [400_000, 20_000_000]) {
      await bridge.openTransport(place, { ...send, limitBps });
      await bridge.openTransport(place, { ...receive, limitBps });
    }
    await bridge.openTransport(place, receive);
    const limits = await Promise.all(
      transports.map(async (transport) => {
        const [stats] = z.tuple([lineStats]).parse(await transport.getStats());
        return [stats.maxIncomingBitrate, stats.maxOutgoingBitrate];
      }),
    );
    expect(limits).to.deep.equal([
      [400_000, undefined],
      [undefined, 400_000],
      [6_000_000, undefined],
      [undefined, 20_000_000],
      [undefined, undefined],
    ]);
  });

  // mediasoup does not handle the rejection of a pause inside its pipes; unhandled it would end this process.
  it('survives a worker that dies while it handles mutes', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    await using bridge = await startBridge();
    const [near = '', far = ''] = bridge.workers();
    const conferenceId = uuid();
    const { transportId } = await bridge.openTransport(
      { conferenceId, workerId: near },
      { kind: 'plain', direction: 'send' },
    );
    const producers: string[] = [];
    for (let ssrc = 1; ssrc <= 20; ssrc += 1) {
      const producerId = await bridge.produce(transportId, 'audio', rtpParameters('microphone', ssrc));
      await bridge.link(producerId, { conferenceId, workerId: far });
      producers.push(producerId);
    }
    await Promise.all(producers.map((producerId) => bridge.resumeProducer(producerId)));
    // A stopped worker receives the requests and answers none of them.
    const pid = bridge.workerPids().get(far) ?? 0;
    process.kill(pid, 'SIGSTOP');
    await Promise.all(producers.map((producerId) => bridge.pauseProducer(producerId)));
    process.kill(pid, 'SIGKILL');
    await eventually(
      () => bridge.workers().length === 2 && !bridge.workers().includes(far),
      'its replacement',
    );
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
    expect(bridge.mediaStats().producers.audio).to.equal(20);
  });

  it('asks a sender for at most one keyframe a second, for any number of receivers', async function () {
    this.timeout(20_000);
    await using bridge = await startBridge();
    await using line = await openSender(bridge);
    const { producerId, ssrc } = await line.send('camera');
    const [, other = ''] = bridge.workers();
    const far = { ...line.place, workerId: other };
    const copy = await bridge.link(producerId, far);
    await bridge.resumeProducer(producerId);
    const receivers = [
      { to: await line.receive(line.place), of: producerId },
      { to: await line.receive(far), of: copy },
    ];
    const consumers: string[] = [];
    for (const { to, of } of receivers) {
      for (let count = 0; count < 25; count += 1) {
        const { consumerId } = await bridge.consume(to, of, { layer: null, priority: 1 });
        await bridge.resumeConsumer(consumerId);
        consumers.push(consumerId);
      }
    }
    const before = line.port.asked(ssrc);
    const from = performance.now();
    let requests = 0;
    const asked = await eventually(async () => {
      await Promise.all(consumers.map((consumerId) => bridge.requestKeyframe(consumerId)));
      requests += consumers.length;
      const sinceThen = line.port.asked(ssrc) - before;
      return sinceThen >= 4 ? sinceThen : undefined;
    }, 'the sender to be asked again and again');
    // One for each second that has begun.
    expect(asked).to.be.at.most((performance.now() - from) / 1_000 + 1);
    expect(requests).to.be.greaterThan(50 * asked);
  });

  it('reports loud microphones, loudest first, and when none is loud any more', async () => {
    await using bridge = await startBridge({ workers: 1 });
    await using line = await openSender(bridge);
    const heard: BridgeEvent[] = [];
    bridge.watch(line.place.conferenceId, (event) => heard.push(event));
    const last = (): unknown => heard.at(-1);
    const told = (...loudest: readonly Loudness[]): unknown => ({
      type: 'loudness',
      workerId: line.place.workerId,
      loudest,
    });
    const becomes = (state: unknown, what: string): Promise<unknown> =>
      eventually(() => isDeepStrictEqual(last(), state), what);

    let level = -30;
    const { producerId: soft } = await line.send('microphone', () => level);
    const { producerId: loud } = await line.send('microphone', () => -10);
    const { producerId: murmur } = await line.send('microphone', () => -90);
    const { producerId: muted } = await line.send('microphone', () => -5);
    for (const producerId of [soft, loud, murmur]) await bridge.resumeProducer(producerId);
    await becomes(
      told({ producerId: loud, levelDb: -10 }, { producerId: soft, levelDb: -30 }),
      'both voices to be heard',
    );
    await bridge.resumeProducer(muted);
    await bridge.pauseProducer(loud);
    await becomes(
      told({ producerId: muted, levelDb: -5 }, { producerId: soft, levelDb: -30 }),
      'one to be muted and one to be open',
    );
    bridge.closeProducer(muted);
    await becomes(told({ producerId: soft, levelDb: -30 }), 'the one that is left');
    level = -127;
    await becomes(told(), 'silence');
  });

  it('reports who speaks in the session while more private words are louder than it can name', async () => {
    await using bridge = await startBridge({ workers: 1 });
    await using line = await openSender(bridge);
    const heard: BridgeEvent[] = [];
    bridge.watch(line.place.conferenceId, (event) => heard.push(event));
    const sides = await Promise.all(Array.from({ length: 4 }, () => line.send('private-word', () => -5)));
    const speaker = await line.send('microphone', () => -30);
    for (const { producerId } of [...sides, speaker]) await bridge.resumeProducer(producerId);
    const expected = {
      type: 'loudness',
      workerId: line.place.workerId,
      loudest: [{ producerId: speaker.producerId, levelDb: -30 }],
    };
    await eventually(() => isDeepStrictEqual(heard.at(-1), expected), 'the speaker alone to be reported');
  });

  it('does not measure linked copies of microphones', async () => {
    await using bridge = await startBridge();
    await using line = await openSender(bridge);
    const [, other = ''] = bridge.workers();
    const heard: BridgeEvent[] = [];
    bridge.watch(line.place.conferenceId, (event) => heard.push(event));
    const { producerId } = await line.send('microphone', () => -20);
    const far = { ...line.place, workerId: other };
    const copy = await bridge.link(producerId, far);
    const { consumerId } = await bridge.consume(await line.receive(far), copy, { layer: null, priority: 1 });
    await bridge.resumeConsumer(consumerId);
    await bridge.resumeProducer(producerId);
    await eventually(async () => heard.length >= 3, 'the voice to be heard three times');
    expect((await bridge.sent(consumerId)).packets).to.be.greaterThan(10);
    expect(new Set(heard.map((event) => event.type === 'loudness' && event.workerId))).to.deep.equal(
      new Set([line.place.workerId]),
    );
  });

  it('kills a hung worker, reports it and starts another', async function () {
    this.timeout(20_000);
    await using bridge = await startBridge();
    await using line = await openSender(bridge);
    const { workerId } = line.place;
    const [, untouched = ''] = bridge.workers();
    const heard: BridgeEvent[] = [];
    bridge.watch(line.place.conferenceId, (event) => heard.push(event));
    const pid = bridge.workerPids().get(workerId) ?? 0;
    process.kill(pid, 'SIGSTOP');
    await eventually(() => heard.length > 0, 'the news');
    expect(heard).to.deep.equal([{ type: 'workerDied', workerId }]);
    await eventually(() => !runs(pid), 'the process to be gone');
    await eventually(() => bridge.workers().length === 2, 'its replacement');
    expect(bridge.workers()).to.include(untouched).and.not.to.include(workerId);
  });

  it('leaves no process behind, even of a hung worker', async () => {
    const bridge = await startBridge({ workers: 1 });
    const [pid = 0] = bridge.workerPids().values();
    process.kill(pid, 'SIGSTOP');
    await bridge[Symbol.asyncDispose]();
    await eventually(() => !runs(pid), 'the process to be gone');
  });

  it('forwards H264, VP9 and AV1 to receivers that can decode them, and refuses the others', async () => {
    const codecs = [opus, vp8, h264, vp9, av1];
    await using bridge = await startBridge({ workers: 1, codecs });
    await using line = await openSender(bridge);
    const decodes = async (...decoded: readonly Codec[]): Promise<string> =>
      line.receive(line.place, {
        codecs: decoded.map((codec, index) => ({ ...codec, preferredPayloadType: 100 + index })),
      });
    const sender = await bridge.openTransport(line.place, { kind: 'plain', direction: 'send' });
    const old = await decodes(opus, vp8);
    let ssrc = 1_000;
    for (const { kind, ...codec } of [vp8, h264, vp9, av1]) {
      ssrc += 1;
      const producerId = await bridge.produce(sender.transportId, kind, {
        codecs: [{ ...codec, payloadType: 96 }],
        encodings: [{ ssrc }],
      });
      const consume = (transportId: string): Promise<unknown> =>
        bridge.consume(transportId, producerId, { layer: null, priority: 1 });
      await consume(await decodes(opus, { kind, ...codec }));
      const refused = await consume(old).then(
        () => undefined,
        (error: unknown) => error instanceof Undecodable,
      );
      expect(refused, codec.mimeType).to.equal(codec.mimeType === 'video/VP8' ? undefined : true);
    }
  });

  it('does not start with a codec that mediasoup cannot forward', async () => {
    const red: Codec = { kind: 'audio', mimeType: 'audio/red', clockRate: 48_000, channels: 2 };
    const outcome = await startBridge({ codecs: [opus, red] }).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    expect(outcome).to.contain('audio/red');
  });

  it('does not start where a worker cannot listen', async () => {
    const start = startBridge({ listen: { ip: '192.0.2.1', announcedAddress: null, port: 0 } });
    const outcome = await start.then(
      () => 'started',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
  });
});
