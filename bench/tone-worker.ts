import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { nowMs } from './tone.ts';

/**
 * Sends and receives audio in a thread of its own, so that clients that keep the main event loop busy do not
 * delay the packets.
 */
const { lastAt, everyMs } = z
  .object({ lastAt: z.instanceof(SharedArrayBuffer), everyMs: z.number() })
  .parse(workerData);
const tone = z.object({ ip: z.string(), port: z.number(), ssrc: z.number() });
const opusPayloadType = 111;

const lastAtMs = new Float64Array(lastAt);
const socket = createSocket('udp4');
socket.on('message', (packet) => {
  const payloadType = (packet[1] ?? 0) & 0x7f;
  // RFC 5761, section 4: with RTCP on the same port, values 64 to 95 are RTCP packet types.
  if (payloadType < 64 || payloadType > 95) lastAtMs[0] = nowMs();
});
socket.bind(0, '127.0.0.1');
await once(socket, 'listening');

parentPort?.on('message', (message: unknown) => {
  const { ip, port, ssrc } = tone.parse(message);
  let count = 0;
  setInterval(() => {
    const packet = Buffer.alloc(92, 0xf8);
    packet[0] = 0x80;
    packet[1] = opusPayloadType;
    packet.writeUInt16BE(count & 0xffff, 2);
    packet.writeUInt32BE((count * everyMs * 48) >>> 0, 4);
    packet.writeUInt32BE(ssrc, 8);
    count += 1;
    socket.send(packet, port, ip);
  }, everyMs);
});
parentPort?.postMessage(socket.address().port);
