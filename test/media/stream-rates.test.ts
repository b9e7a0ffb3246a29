import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { measure } from '../../domain/media/stream-rates.ts';
import type { MeasuredStream } from '../../domain/media/stream-rates.ts';
import type { Bridge } from '../../server/bridge/bridge.ts';
import { loadClips } from '../../simulation/clip.ts';
import { Pacer } from '../../simulation/pacer.ts';
import { Playback } from '../../simulation/playback.ts';
import { sendingParameters } from '../../simulation/room-media.ts';
import { writeRtpHeader, rtpHeaderBytes } from '../../simulation/rtp/rtp-packet.ts';
import { openRtpSocket } from '../../simulation/rtp-socket.ts';
import { startBridge } from '../support/media/bridge.ts';
import { eventually } from '../support/eventually.ts';
import { RtpPort } from '../support/media/rtp.ts';

const sentOn = z.object({ encodings: z.tuple([z.object({ ssrc: z.number() })]) });

describe('measured picture rates of a real worker', function () {
  this.timeout(60_000);
  let bridge: Bridge;
  let measured: Map<string, MeasuredStream>;
  let place: { readonly conferenceId: string; readonly workerId: string };
  const closing: (() => void)[] = [];

  before(async () => {
    bridge = await startBridge({ workers: 1 });
  });
  after(() => bridge[Symbol.asyncDispose]());
  beforeEach(() => {
    const [workerId = ''] = bridge.workers();
    place = { conferenceId: uuid(), workerId };
    measured = new Map();
    bridge.watch(place.conferenceId, (event) => {
      if (event.type !== 'counted') return;
      measured.set(event.producerId, measure(measured.get(event.producerId), event.count));
    });
  });
  afterEach(() => {
    for (const close of closing.splice(0)) close();
    bridge.closeConference(place.conferenceId);
  });

  async function sending() {
    const opened = await bridge.openTransport(place, { kind: 'plain', direction: 'send' });
    if (opened.kind !== 'plain') throw new TypeError('asked for a plain transport');
    return opened;
  }

  it('include each running layer of a camera, and no layer that is not sent', async () => {
    const to = await sending();
    const socket = await openRtpSocket(() => undefined);
    closing.push(() => socket.close());
    socket.connect(to.ip, to.port);
    const { camera } = loadClips();
    const playback = new Playback(camera, new Pacer(), (parts) => socket.send(parts));
    closing.push(() => playback.stop());
    const parameters = sendingParameters(camera, playback.ssrcs, 'camera');
    const producerId = await bridge.produce(to.transportId, 'video', parameters);
    playback.play(1);
    await bridge.resumeProducer(producerId);
    const rates = await eventually(() => {
      const { encodings = [] } = measured.get(producerId)?.rates ?? {};
      return encodings[0] && encodings[1] ? encodings : undefined;
    }, 'the camera to be measured');
    // The clip has 17 and 35 packets a second, 74 and 224 kbit/s; a busy machine sends less, then more.
    expect(rates[0]?.packetsPerS).to.be.within(5, 60);
    expect(rates[1]?.packetsPerS).to.be.within(10, 120);
    expect(rates[1]?.bps).to.be.within(60_000, 800_000);
    expect(rates[2]).to.equal(undefined);
    await bridge.pauseProducer(producerId);
    const paused = measured.get(producerId);
    // A measurement of another stream shows that this one was measured, too.
    const other = await sending();
    const port = await RtpPort.open();
    closing.push(() => port.close());
    const otherId = await streamed(port, other, () => 0, 'L1T1');
    await eventually(() => (measured.get(otherId)?.counts.length ?? 0) > 2, 'the other to be counted');
    expect(measured.get(producerId)).to.equal(paused);
  });

  /** One picture in each packet, 100 a second, each a keyframe, so that no picture needs another. */
  async function streamed(
    port: RtpPort,
    to: Awaited<ReturnType<typeof sending>>,
    layerOf: (count: number) => number,
    scalabilityMode: string,
  ): Promise<string> {
    const ssrc = 4_242;
    const codec = {
      mimeType: 'video/VP8',
      payloadType: 96,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [],
    };
    const producerId = await bridge.produce(to.transportId, 'video', {
      codecs: [codec],
      encodings: [{ ssrc, scalabilityMode }],
    });
    let lowest = 0;
    port.repeat(to, 100, (count) => {
      const layer = layerOf(count);
      if (layer === 0) lowest += 1;
      const header = Buffer.alloc(rtpHeaderBytes);
      const sequence = (count + 1) & 0xffff;
      writeRtpHeader(header, { payloadType: 96, marker: true, sequence, timestamp: count * 900, ssrc });
      // RFC 7741, section 4.2: picture id, TL0PICIDX, and the temporal layer, which any picture may switch up
      // to.
      const descriptor = Buffer.from([
        0x90,
        0xe0,
        0x80 | ((count >> 8) & 0x7f),
        count & 0xff,
        lowest & 0xff,
        (layer << 6) | 0x20,
      ]);
      const keyframe = Buffer.from([0x10, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00]);
      return Buffer.concat([header, descriptor, keyframe, Buffer.alloc(300)]);
    });
    await bridge.resumeProducer(producerId);
    return producerId;
  }

  it('are split by frame rate, and a receiver gets the preferred number of frames', async () => {
    const to = await sending();
    const port = await RtpPort.open();
    closing.push(() => port.close());
    const producerId = await streamed(port, to, (count) => [0, 2, 1, 2][count % 4] ?? 0, 'L1T3');
    const { transportId } = await bridge.openTransport(place, {
      kind: 'plain',
      direction: 'receive',
      rtpCapabilities: bridge.routerRtpCapabilities,
    });
    await bridge.connectTransport(transportId, { port: port.port });
    const consumer = await bridge.consume(transportId, producerId, { layer: null, priority: 1, frames: 0 });
    await bridge.resumeConsumer(consumer.consumerId);
    const [{ ssrc }] = sentOn.parse(consumer.rtpParameters).encodings;

    const shares = await eventually(() => {
      const { rates } = measured.get(producerId) ?? {};
      return rates?.encodings[0] && rates.frameShares?.length === 3 ? rates.frameShares : undefined;
    }, 'the slides to be measured');
    expect(shares[0]).to.be.within(0.1, 0.4);
    expect(shares[1]).to.be.within(0.35, 0.65);
    expect(shares[2]).to.equal(1);

    const came = async (): Promise<number> => {
      const [before, sentBefore] = [port.received(ssrc), (await bridge.received(producerId)).packets];
      await eventually(
        async () => (await bridge.received(producerId)).packets > sentBefore + 200,
        'two hundred pictures more',
      );
      const sent = (await bridge.received(producerId)).packets - sentBefore;
      return (port.received(ssrc) - before) / sent;
    };
    await eventually(() => port.received(ssrc) > 0, 'the first picture');
    expect(await came()).to.be.within(0.15, 0.35);
    await bridge.prefer(consumer.consumerId, { layer: null, priority: 1 });
    await eventually(async () => (await came()) > 0.9, 'all pictures');
  });
});
