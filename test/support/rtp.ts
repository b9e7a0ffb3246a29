import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Opaque } from '../../server/media/media-bridge.ts';
import type { Source } from '../../protocol/media.ts';

const INTERVAL_MS = 20;

/** What opus and VP8 packets look like to an SFU; every video packet is a keyframe of its own, so that any may begin. */
const formats = {
  audio: {
    codec: { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 },
    ticks: (48_000 * INTERVAL_MS) / 1000,
    payload: Buffer.alloc(80, 0xf8),
  },
  video: {
    codec: { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 },
    ticks: (90_000 * INTERVAL_MS) / 1000,
    // RFC 7741: start of partition 0, then a keyframe's tag, start code and 320×180.
    payload: Buffer.concat([
      Buffer.from([0x10, 0x10, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00]),
      Buffer.alloc(200),
    ]),
  },
} as const;

const kindOf = (source: Source): 'audio' | 'video' => (source === 'microphone' ? 'audio' : 'video');

export const rtpParameters = (source: Source, ssrc: number): Opaque => ({
  codecs: [formats[kindOf(source)].codec],
  encodings: [{ ssrc }],
});

/** A UDP socket on loopback that sends RTP and counts what comes, by SSRC. */
export class RtpPort {
  readonly #socket = createSocket('udp4');
  readonly #received = new Map<number, number>();
  readonly #timers = new Set<NodeJS.Timeout>();

  static async open(): Promise<RtpPort> {
    const opened = new RtpPort();
    opened.#socket.on('message', (packet) => opened.#count(packet));
    opened.#socket.bind(0, '127.0.0.1');
    await once(opened.#socket, 'listening');
    return opened;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  received(ssrc: number): number {
    return this.#received.get(ssrc) ?? 0;
  }

  /** Sends fifty packets a second until the port closes. */
  stream(to: { readonly ip: string; readonly port: number }, source: Source, ssrc: number): void {
    const { codec, payload, ticks } = formats[kindOf(source)];
    let count = 0;
    const timer = setInterval(() => {
      const header = Buffer.alloc(12);
      header[0] = 0x80;
      header[1] = codec.payloadType | 0x80;
      header.writeUInt16BE(count & 0xffff, 2);
      header.writeUInt32BE((count * ticks) >>> 0, 4);
      header.writeUInt32BE(ssrc, 8);
      count += 1;
      this.#socket.send([header, payload], to.port, to.ip);
    }, INTERVAL_MS);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#socket.close();
  }

  #count(packet: Buffer): void {
    const payloadType = (packet[1] ?? 0) & 0x7f;
    // RFC 5761, section 4: with RTCP on the same port, these are its packet types.
    if (packet.length < 12 || (payloadType >= 64 && payloadType <= 95)) return;
    const ssrc = packet.readUInt32BE(8);
    this.#received.set(ssrc, this.received(ssrc) + 1);
  }
}
