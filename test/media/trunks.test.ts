import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { isSound } from '../../domain/media/sources.ts';
import type { Source } from '../../protocol/media.ts';
import type { Bridge } from '../../server/bridge/bridge.ts';
import { RefusedByBridge } from '../../server/media/media-bridge.ts';
import type { BridgePlace, MediaKind, Opaque } from '../../server/media/media-bridge.ts';
import type { Carried, TrunkEnd } from '../../server/media/trunk-ends.ts';
import { eventually } from '../support/eventually.ts';
import { startBridge } from '../support/media/bridge.ts';
import { DiallingBridge, poolOf, spread } from '../support/media/joined-bridges.ts';
import { RtpPort, rtpParameters } from '../support/media/rtp.ts';
import { describeBridge } from './bridge-contract.ts';

describeBridge('two bridges of one conference', async () => {
  const closing = new AsyncDisposableStack();
  const bridges = [closing.use(await DiallingBridge.start(1)), closing.use(await DiallingBridge.start(1))];
  const pool = poolOf(bridges);
  closing.defer(() => pool.close());
  return {
    carrying: async (conferenceId) => {
      await eventually(
        () => bridges.every(({ bridge }) => bridge.workers().length === 1),
        'a worker on each bridge',
      );
      const carried = pool.carrying({ conferenceId, epoch: 1, isClassified: false });
      await eventually(() => carried.workers().length === 1, 'a bridge');
      await spread(carried, conferenceId);
      return carried;
    },
    kill: (workerId) => bridges.find(({ bridge }) => bridge.workerPids().has(workerId))?.kill(workerId),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
});

const any = { layer: null, priority: 1 };
const json = z.record(z.string(), z.unknown());
const onTheWire = (parameters: Opaque): Opaque => json.parse(JSON.parse(JSON.stringify(parameters)));
const withSsrcs = z.array(z.object({ ssrc: z.number() }));
const ssrcsOf = ({ rtpParameters: { encodings } }: Carried): readonly number[] =>
  withSsrcs.parse(encodings).map(({ ssrc }) => ssrc);

describe('a trunk between two bridges', () => {
  const closing = new AsyncDisposableStack();
  let near: Bridge;
  let far: Bridge;
  let from: BridgePlace;
  let to: BridgePlace;
  const ports: RtpPort[] = [];
  let ssrc = 1_000;

  before(async () => {
    near = closing.use(await startBridge({ workers: 1 }));
    far = closing.use(await startBridge({ workers: 1 }));
  });
  after(() => closing.disposeAsync());
  beforeEach(() => {
    const conferenceId = uuid();
    from = { conferenceId, workerId: near.workers()[0] ?? '' };
    to = { conferenceId, workerId: far.workers()[0] ?? '' };
  });
  afterEach(() => {
    for (const bridge of [near, far]) bridge.closeConference(from.conferenceId);
    for (const port of ports.splice(0)) port.close();
  });

  const port = async (): Promise<RtpPort> => {
    const opened = await RtpPort.open();
    ports.push(opened);
    return opened;
  };

  /** A participant's stream on the near bridge, with one encoding or several. */
  async function stream(
    source: Source,
    encodings = 1,
  ): Promise<{ readonly producerId: string; readonly sender: RtpPort; readonly ssrc: number }> {
    const opened = await near.openTransport(from, { kind: 'plain', direction: 'send' });
    if (opened.kind !== 'plain') throw new Error('asked for a plain transport');
    const sender = await port();
    const own = Array.from({ length: encodings }, () => (ssrc += 1));
    const [first = 0] = own;
    const parameters: Opaque = {
      ...rtpParameters(source, first),
      encodings: own.map((each) => ({ ssrc: each })),
    };
    const kind = isSound(source) ? 'audio' : 'video';
    const producerId = await near.produce(opened.transportId, kind, parameters);
    for (const each of own) sender.stream(opened, source, each);
    await near.resumeProducer(producerId);
    return { producerId, sender, ssrc: first };
  }

  /** @param forge changes what one end is told of the other's keys */
  async function trunk(
    kind: MediaKind,
    forge: (keys: Opaque) => Opaque = (keys) => keys,
  ): Promise<{ readonly trunkId: string; readonly end: TrunkEnd }> {
    const trunkId = uuid();
    const end = await far.trunks.accept(to, trunkId, kind);
    const { keys } = await near.trunks.open(from, trunkId, kind, end);
    await far.trunks.admit(trunkId, forge(keys));
    return { trunkId, end };
  }

  async function cross(trunkId: string, producerId: string): Promise<string> {
    const { rtpParameters: parameters } = await near.trunks.carry(trunkId, producerId);
    const copy = await far.trunks.arrive(trunkId, producerId, onTheWire(parameters));
    await near.trunks.setLayers(trunkId, producerId, [0]);
    return copy;
  }

  const arrived = async (copy: string): Promise<number> => (await far.received(copy)).packets;
  async function flows(copy: string): Promise<void> {
    const before = await arrived(copy);
    await eventually(async () => (await arrived(copy)) > before + 5, 'packets to cross');
  }

  for (const source of ['microphone', 'camera'] as const)
    it(`carries a ${source} to its receivers on the other bridge`, async () => {
      const { producerId } = await stream(source);
      const { trunkId } = await trunk(isSound(source) ? 'audio' : 'video');
      const copy = await cross(trunkId, producerId);
      const { transportId } = await far.openTransport(to, {
        kind: 'plain',
        direction: 'receive',
        rtpCapabilities: far.routerRtpCapabilities,
      });
      await far.connectTransport(transportId, { port: (await port()).port });
      const { consumerId } = await far.consume(transportId, copy, any);
      await far.resumeConsumer(consumerId);
      await eventually(async () => (await far.sent(consumerId)).packets > 5, 'packets to reach the receiver');
    });

  it('accepts nothing with other keys than those that the control process has passed on', async () => {
    const { producerId } = await stream('microphone');
    const { producerId: other } = await stream('microphone');
    const stranger = await near.trunks.accept(from, uuid(), 'audio');
    const forged = await cross((await trunk('audio', () => stranger.keys)).trunkId, producerId);
    const clock = await cross((await trunk('audio')).trunkId, other);
    for (let round = 0; round < 3; round += 1) await flows(clock);
    expect(await arrived(forged)).to.equal(0);
  });

  it('accepts nothing without keys, from whatever address', async () => {
    const { producerId } = await stream('microphone');
    const { trunkId, end } = await trunk('audio');
    const carried = await near.trunks.carry(trunkId, producerId);
    const copy = await far.trunks.arrive(trunkId, producerId, onTheWire(carried.rtpParameters));
    const [own = 0] = ssrcsOf(carried);
    (await port()).stream(end, 'microphone', own);
    const { producerId: other } = await stream('microphone');
    const clock = await cross((await trunk('audio')).trunkId, other);
    for (let round = 0; round < 3; round += 1) await flows(clock);
    expect(await arrived(copy)).to.equal(0);
    expect((await far.trunks.measure(trunkId)).receivedBytes).to.equal(0);
    await near.trunks.setLayers(trunkId, producerId, [0]);
    await flows(copy);
    expect((await near.trunks.measure(trunkId)).sentBytes).to.be.above(0);
    await eventually(async () => (await far.trunks.measure(trunkId)).receivedBytes > 0, 'it to be counted');
  });

  it('carries a request for a keyframe back to the sender', async () => {
    const { producerId, sender, ssrc: own } = await stream('camera');
    const { trunkId } = await trunk('video');
    const copy = await cross(trunkId, producerId);
    await flows(copy);
    const { transportId } = await far.openTransport(to, {
      kind: 'plain',
      direction: 'receive',
      rtpCapabilities: far.routerRtpCapabilities,
    });
    await far.connectTransport(transportId, { port: (await port()).port });
    const { consumerId } = await far.consume(transportId, copy, any);
    await far.resumeConsumer(consumerId);
    const before = sender.asked(own);
    await eventually(async () => {
      await far.requestKeyframe(consumerId);
      return sender.asked(own) > before;
    }, 'the request to arrive');
  });

  it('sends the layers of a picture that are asked for, each as a stream of its own', async () => {
    const { producerId } = await stream('camera', 2);
    const trunkId = uuid();
    const { keys } = await far.trunks.accept(to, uuid(), 'video');
    // The far end counts what arrives, by the part of each packet that is not encrypted.
    const tap = await port();
    await near.trunks.open(from, trunkId, 'video', { ip: '127.0.0.1', port: tap.port, keys });
    const carried = await near.trunks.carry(trunkId, producerId);
    expect(carried.layers).to.equal(2);
    const [small = 0, large = 0] = ssrcsOf(carried);
    const more = (of: number): Promise<unknown> => {
      const before = tap.received(of);
      return eventually(() => tap.received(of) > before + 5, 'packets of a layer');
    };
    await near.trunks.setLayers(trunkId, producerId, [0]);
    await more(small);
    expect(tap.received(large)).to.equal(0);
    await near.trunks.setLayers(trunkId, producerId, [0, 1]);
    await more(large);
    await near.trunks.setLayers(trunkId, producerId, [0]);
    const rest = tap.received(large);
    await more(small);
    await more(small);
    expect(tap.received(large)).to.equal(rest);
  });

  it('is for one kind of media, and for one direction', async () => {
    const { producerId } = await stream('camera');
    const { trunkId } = await trunk('audio');
    const refusal = (asked: Promise<unknown>): Promise<unknown> =>
      asked.then(
        () => 'nothing refused',
        (error: unknown) => (error instanceof RefusedByBridge ? error.code : error),
      );
    expect(await refusal(near.trunks.carry(trunkId, producerId))).to.equal('invalid-request');
    expect(await refusal(far.trunks.carry(trunkId, producerId))).to.equal('invalid-request');
    expect(await refusal(near.trunks.accept(from, trunkId, 'audio'))).to.equal('invalid-request');
  });

  it('is gone with its stream, and its stream with the trunk', async () => {
    const { producerId } = await stream('microphone');
    const { trunkId } = await trunk('audio');
    const copy = await cross(trunkId, producerId);
    const { conferenceId } = from;
    expect(near.trunks.inventory(conferenceId).carried).to.deep.equal([{ trunkId, producerId, layers: 1 }]);
    expect(far.trunks.inventory(conferenceId).arrivals).to.deep.equal([
      { trunkId, producerId: copy, of: producerId },
    ]);
    near.closeProducer(producerId);
    await eventually(() => near.trunks.inventory(conferenceId).carried.length === 0, 'its end');
    far.trunks.close(trunkId);
    expect(far.trunks.inventory(conferenceId)).to.deep.equal({ trunks: [], carried: [], arrivals: [] });
    expect(far.conferenceOf(copy)).to.equal(undefined);
  });
});
