import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { startBridge } from '../support/media/bridge.ts';
import { eventually } from '../support/eventually.ts';
import { RtpPort, rtpParameters } from '../support/media/rtp.ts';

const candidate = z.looseObject({ protocol: z.enum(['udp', 'tcp']), port: z.int() });

/**
 * First bytes by which a media server distinguishes protocols (RFC 7983): STUN, DTLS, RTP, RTCP, and none of
 * these.
 */
const firstBytes = [0x00, 0x01, 0x14, 0x16, 0x17, 0x80, 0x90, 0xb0, 0x81, 0x40, 0xff] as const;

/**
 * A datagram that begins like one of these protocols and continues with random bytes; from one byte to a full
 * frame.
 */
function malformed(index: number): Buffer {
  const packet = randomBytes(1 + ((index * 37) % 1_400));
  packet[0] = firstBytes[index % firstBytes.length] ?? 0;
  // The packet type distinguishes RTCP from RTP: 200 to 207.
  if (packet[0] === 0x81 && packet.length > 1) packet[1] = 200 + (index % 8);
  // A STUN message with the magic cookie and a wrong length.
  if (packet[0] <= 0x01 && packet.length >= 8) packet.writeUInt32BE(0x2112a442, 4);
  return packet;
}

describe('a media worker', function () {
  this.timeout(20_000);

  it('continues when malformed packets reach its ports, over UDP and TCP', async () => {
    await using bridge = await startBridge({ workers: 1 });
    const workerId = bridge.workers()[0] ?? '';
    const [pid] = bridge.workerPids().values();
    const place = { conferenceId: uuid(), workerId };
    const port = await RtpPort.open();
    const sending = await bridge.openTransport(place, { kind: 'plain', direction: 'send' });
    const facing = await bridge.openTransport(place, { kind: 'webrtc', direction: 'send' });
    if (sending.kind !== 'plain' || facing.kind !== 'webrtc')
      throw new Error('other transports than asked for');
    const ports = z.array(candidate).parse(facing.iceCandidates);
    const portOf = (protocol: 'udp' | 'tcp'): number =>
      ports.find((each) => each.protocol === protocol)?.port ?? 0;

    const ssrc = 1;
    port.stream(sending, 'microphone', ssrc);
    const producerId = await bridge.produce(sending.transportId, 'audio', rtpParameters('microphone', ssrc));
    const receiving = await bridge.openTransport(place, {
      kind: 'plain',
      direction: 'receive',
      rtpCapabilities: bridge.routerRtpCapabilities,
    });
    await bridge.connectTransport(receiving.transportId, { port: port.port });
    const { consumerId } = await bridge.consume(receiving.transportId, producerId, {
      layer: null,
      priority: 1,
    });
    await bridge.resumeProducer(producerId);
    await bridge.resumeConsumer(consumerId);
    const forwarded = async (): Promise<number> => (await bridge.sent(consumerId)).packets;
    await eventually(async () => (await forwarded()) > 5, 'the stream to flow');

    const strangers = createSocket('udp4');
    for (let index = 0; index < 5_000; index += 1) {
      strangers.send(malformed(index), portOf('udp'), '127.0.0.1');
    }
    const streams = Array.from({ length: 20 }, () =>
      connect(portOf('tcp'), '127.0.0.1').on('error', () => undefined),
    );
    await Promise.all(streams.map((stream) => once(stream, 'connect')));
    // ICE over TCP puts two bytes of length before each packet (RFC 4571); here they are random, too.
    for (const [index, stream] of streams.entries()) stream.write(malformed(index * 101));

    const before = await forwarded();
    await eventually(async () => (await forwarded()) > before + 20, 'the stream to go on');
    expect([...bridge.workerPids().values()]).to.deep.equal([pid]);
    for (const stream of streams) stream.destroy();
    strangers.close();
    port.close();
  });
});
