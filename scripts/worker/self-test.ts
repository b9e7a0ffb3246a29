// Proves that a media worker (MEDIASOUP_WORKER_BIN) works on this machine: two WebRTC transports of one
// router complete a DTLS handshake, and one sends an RTP packet to the other as SRTP. Smoke tests of only the
// API miss what breaks in practice: OpenSSL and libsrtp.
//
// Both transports are ICE-lite, so neither calls the other. This program is between them: to each it is a
// browser that nominates its address (STUN, RFC 8489 and 8445), and then it passes every datagram on to the
// other.

import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { crc32 } from 'node:zlib';
import { createWorker } from 'mediasoup';
import type { WebRtcTransport } from 'mediasoup/types';

const HOST = '127.0.0.1';
const LIMIT_MS = 10_000;
const OPUS = { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 };
const SSRC = 4711;
const PAYLOAD = Buffer.from('diemcau');

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112a442;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const PRIORITY = 0x0024;
const USE_CANDIDATE = 0x0025;
const FINGERPRINT = 0x8028;
const ICE_CONTROLLING = 0x802a;
const MESSAGE_INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;

function attribute(type: number, value: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(value.length, 2);
  return Buffer.concat([header, value, Buffer.alloc(-value.length & 3)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A connectivity check of the controlling side that immediately nominates the pair. */
function bindingRequest(ice: { usernameFragment: string; password: string }): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(header, 8);
  let message = Buffer.concat([
    header,
    attribute(USERNAME, Buffer.from(`${ice.usernameFragment}:selftest`)),
    attribute(PRIORITY, uint32(1)),
    attribute(ICE_CONTROLLING, randomBytes(8)),
    attribute(USE_CANDIDATE, Buffer.alloc(0)),
  ]);
  // Both checksums cover the header with a length that already includes the checksum itself.
  const append = (type: number, bytes: number, check: (covered: Buffer) => Buffer): void => {
    message.writeUInt16BE(message.length - header.length + bytes, 2);
    message = Buffer.concat([message, attribute(type, check(message))]);
  };
  append(MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_BYTES, (covered) =>
    createHmac('sha1', ice.password).update(covered).digest(),
  );
  append(FINGERPRINT, FINGERPRINT_BYTES, (covered) => uint32((crc32(covered) ^ 0x5354554e) >>> 0));
  return message;
}

/**
 * Nominates one of our sockets at the transport. Returns functions to send to the transport and to receive
 * from it.
 */
async function call(
  transport: WebRtcTransport,
): Promise<{ send: (datagram: Buffer) => void; receive: (take: (datagram: Buffer) => void) => void }> {
  const port = transport.iceCandidates[0]?.port;
  assert(port !== undefined, 'the transport has no candidate');
  const socket = createSocket('udp4').unref();
  const send = (datagram: Buffer): void => socket.send(datagram, port, HOST);
  send(bindingRequest(transport.iceParameters));
  const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(LIMIT_MS) });
  assert(Buffer.isBuffer(answer) && answer.readUInt16BE(0) === BINDING_SUCCESS, 'ICE: no binding success');
  return { send, receive: (take) => socket.on('message', take) };
}

async function connected(transport: WebRtcTransport): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  while (transport.dtlsState !== 'connected') {
    assert(transport.dtlsState !== 'failed', 'DTLS: the handshake failed');
    await once(transport, 'dtlsstatechange', { signal });
  }
}

const worker = await createWorker({ logLevel: 'warn', logTags: ['dtls', 'srtp', 'ice'] });
worker.once('died', (error) => {
  process.stderr.write(`The media worker died: ${error.message}\n`);
  process.exit(1);
});

const router = await worker.createRouter({ mediaCodecs: [{ kind: 'audio', ...OPUS }] });
const listenInfos = [{ protocol: 'udp', ip: HOST } as const];
const caller = await router.createWebRtcTransport({ listenInfos });
const answerer = await router.createWebRtcTransport({ listenInfos });
const toCaller = await call(caller);
const toAnswerer = await call(answerer);
toCaller.receive(toAnswerer.send);
toAnswerer.receive(toCaller.send);

// The role is that of the other side.
await answerer.connect({ dtlsParameters: { ...caller.dtlsParameters, role: 'client' } });
await caller.connect({ dtlsParameters: { ...answerer.dtlsParameters, role: 'server' } });
await Promise.all([connected(caller), connected(answerer)]);

const direct = await router.createDirectTransport();
const source = await direct.produce({
  kind: 'audio',
  rtpParameters: { codecs: [OPUS], encodings: [{ ssrc: SSRC }] },
});
const outgoing = await caller.consume({
  producerId: source.id,
  rtpCapabilities: router.rtpCapabilities,
});
const incoming = await answerer.produce({ kind: 'audio', rtpParameters: outgoing.rtpParameters });
const sink = await direct.consume({ producerId: incoming.id, rtpCapabilities: router.rtpCapabilities });
const arrival = once(sink, 'rtp', { signal: AbortSignal.timeout(LIMIT_MS) });

const rtpHeader = Buffer.alloc(12);
rtpHeader.writeUInt8(2 << 6, 0);
rtpHeader.writeUInt8(OPUS.payloadType, 1);
rtpHeader.writeUInt32BE(SSRC, 8);
source.send(Buffer.concat([rtpHeader, PAYLOAD]));
const [packet] = await arrival;
assert(Buffer.isBuffer(packet) && packet.subarray(-PAYLOAD.length).equals(PAYLOAD), 'SRTP: another payload');

worker.close();
process.stdout.write('set-up: media worker: DTLS handshake made, SRTP packet carried\n');
