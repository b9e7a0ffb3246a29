import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Source } from '../../protocol/media.ts';
import type { Bridge } from '../../server/bridge/bridge.ts';
import type { BridgeEvent, BridgeTransport } from '../../server/media/media-bridge.ts';
import { startBridge } from '../support/media/bridge.ts';
import { eventually } from '../support/eventually.ts';
import { RtpPort, rtpParameters } from '../support/media/rtp.ts';

const sentOn = z.object({ encodings: z.tuple([z.object({ ssrc: z.number() })]) });
type Plain = Extract<BridgeTransport, { kind: 'plain' }>;
const any = { layer: null, priority: 1 };

/** 37 Mbit/s: the rate that a microphone once carried to every room. */
const flooding = { packetsPerS: 4_200, bytes: 1_100 };

/** Generic NACK (RFC 4585, section 6.2.1) for every packet from `first`, seventeen in each entry. */
function nack(ssrc: number, first: number, entries: number): Buffer {
  const bytes = Buffer.alloc(12 + 4 * entries);
  bytes[0] = 0x81;
  bytes[1] = 205;
  bytes.writeUInt16BE(bytes.length / 4 - 1, 2);
  bytes.writeUInt32BE(ssrc, 8);
  for (let entry = 0; entry < entries; entry += 1) {
    bytes.writeUInt16BE((first + 17 * entry) & 0xffff, 12 + 4 * entry);
    bytes.writeUInt16BE(0xffff, 14 + 4 * entry);
  }
  return bytes;
}

/** A picture loss indication (RFC 4585, section 6.3.1). */
function pictureLoss(ssrc: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes[0] = 0x81;
  bytes[1] = 206;
  bytes.writeUInt16BE(2, 2);
  bytes.writeUInt32BE(ssrc, 8);
  return bytes;
}

describe('a flood of media, at real workers', function () {
  this.timeout(30_000);
  let bridge: Bridge;
  let place: { readonly conferenceId: string; readonly workerId: string };
  let events: BridgeEvent[];
  let ssrc = 100;
  const ports: RtpPort[] = [];

  before(async () => {
    bridge = await startBridge({ workers: 1 });
  });
  after(() => bridge[Symbol.asyncDispose]());
  beforeEach(() => {
    const [workerId = ''] = bridge.workers();
    place = { conferenceId: uuid(), workerId };
    events = [];
    bridge.watch(place.conferenceId, (event) => events.push(event));
  });
  afterEach(() => {
    bridge.closeConference(place.conferenceId);
    for (const port of ports.splice(0)) port.close();
  });

  async function openPort(): Promise<RtpPort> {
    const port = await RtpPort.open();
    ports.push(port);
    return port;
  }

  async function line(): Promise<Plain> {
    const opened = await bridge.openTransport(place, { kind: 'plain', direction: 'send' });
    if (opened.kind !== 'plain') throw new Error('asked for a plain transport');
    return opened;
  }

  async function stream(on: Plain, source: Source): Promise<{ producerId: string; ssrc: number }> {
    ssrc += 1;
    const kind = source === 'microphone' ? 'audio' : 'video';
    return { producerId: await bridge.produce(on.transportId, kind, rtpParameters(source, ssrc)), ssrc };
  }

  /** Receives a stream at its own port. */
  async function receive(producerId: string, port: RtpPort, rtpCapabilities = bridge.routerRtpCapabilities) {
    const opened = await bridge.openTransport(place, {
      kind: 'plain',
      direction: 'receive',
      rtpCapabilities,
    });
    if (opened.kind !== 'plain') throw new Error('asked for a plain transport');
    await bridge.connectTransport(opened.transportId, { port: port.port });
    const consumer = await bridge.consume(opened.transportId, producerId, any);
    await bridge.resumeConsumer(consumer.consumerId);
    return { ...opened, ...consumer };
  }

  /**
   * An honest microphone with one listener, and the number of its packets that were lost on the way in or
   * out.
   */
  async function honest() {
    const { producerId, ssrc: own } = await (async () => {
      const on = await line();
      const opened = await stream(on, 'microphone');
      (await openPort()).stream(on, 'microphone', opened.ssrc);
      return opened;
    })();
    await bridge.resumeProducer(producerId);
    const listener = await openPort();
    const { consumerId } = await receive(producerId, listener);
    const packets = async (): Promise<number> => (await bridge.sent(consumerId)).packets;
    return {
      own,
      flows: async () => {
        const before = await packets();
        await eventually(async () => (await packets()) > before + 20, 'the honest microphone to flow');
      },
      lost: async () => (await bridge.received(producerId)).lost,
    };
  }

  const floodOf = (producerId: string) =>
    eventually(
      () => events.find((event) => event.type === 'producerClosed' && event.producerId === producerId),
      'the flood to end',
    );
  const lineFlood = ({ transportId }: Plain | { readonly transportId: string }) =>
    eventually(
      () => events.find((event) => event.type === 'transportClosed' && event.transportId === transportId),
      'the line to be closed',
    );

  for (const [what, source, rate, resumed] of [
    ['a microphone of 37 Mbit/s', 'microphone', flooding, true],
    ['one that is muted', 'microphone', flooding, false],
    ['one of small packets, thousands in a second', 'microphone', { packetsPerS: 3_000, bytes: 14 }, true],
    ['a camera of 37 Mbit/s', 'camera', flooding, true],
  ] as const) {
    it(`closes ${what}, and others lose nothing`, async () => {
      const other = await honest();
      await other.flows();
      const on = await line();
      const { producerId, ssrc: own } = await stream(on, source);
      if (resumed) {
        await bridge.resumeProducer(producerId);
        await receive(producerId, await openPort());
      }
      const before = bridge.mediaStats();
      (await openPort()).flood(on, source, own, rate);
      expect(await floodOf(producerId)).to.deep.include({ reason: 'flood' });
      const kind = source === 'microphone' ? 'audio' : 'video';
      const { floods, producers } = bridge.mediaStats();
      expect(floods[kind]).to.equal(before.floods[kind] + 1);
      expect(producers[kind]).to.equal(before.producers[kind] - 1);
      await other.flows();
      expect(await other.lost()).to.equal(0);
    });
  }

  it('closes the line of a sender that continues after its stream was closed', async () => {
    const on = await line();
    const { producerId, ssrc: own } = await stream(on, 'microphone');
    (await openPort()).flood(on, 'microphone', own, flooding);
    await floodOf(producerId);
    expect(await lineFlood(on)).to.deep.include({ reason: 'flood' });
  });

  it('closes a line with packets of no stream, and leaves the streams of others open', async () => {
    const other = await honest();
    const on = await line();
    await stream(on, 'microphone');
    (await openPort()).flood(on, 'microphone', 4_711, flooding);
    expect(await lineFlood(on)).to.deep.include({ reason: 'flood' });
    await other.flows();
    expect(await other.lost()).to.equal(0);
  });

  it('closes a line of requests for keyframes', async () => {
    const on = await line();
    const camera = await stream(on, 'camera');
    (await openPort()).stream(on, 'camera', camera.ssrc);
    await bridge.resumeProducer(camera.producerId);
    const port = await openPort();
    const receiver = await receive(camera.producerId, port);
    port.repeat(receiver, 10_000, () => pictureLoss(camera.ssrc));
    expect(await lineFlood(receiver)).to.deep.include({ reason: 'flood' });
    expect(events.filter(({ type }) => type === 'producerClosed')).to.deep.equal([]);
  });

  it('closes a line that requests all packets again and again', async () => {
    const on = await line();
    const camera = await stream(on, 'camera');
    (await openPort()).flood(on, 'camera', camera.ssrc, { packetsPerS: 200, bytes: 1_100 });
    await bridge.resumeProducer(camera.producerId);
    const port = await openPort();
    const receiver = await receive(camera.producerId, port);
    const { ssrc: sent } = sentOn.parse(receiver.rtpParameters).encodings[0];
    await eventually(() => port.received(sent) > 50, 'pictures to come');
    // Every packet of the last seconds, ten times in each request: a tenth of the allowed rate of requests.
    port.repeat(receiver, 10, () => nack(sent, port.latest(sent) - 32 * 17, 32));
    expect(await lineFlood(receiver)).to.deep.include({ reason: 'flood' });
  });
});
