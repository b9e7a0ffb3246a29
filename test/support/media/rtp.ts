import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isSound } from '../../../domain/media/sources.ts';
import type { Opaque } from '../../../server/media/media-bridge.ts';
import type { Source } from '../../../protocol/media.ts';
import {
  audioLevelBytes,
  audioLevelExtension,
  writeAudioLevel,
} from '../../../simulation/rtp/audio-level.ts';
import { keyframeRequests } from '../../../simulation/rtp/rtcp.ts';
import { isRtcp, rtpHeaderBytes, writeRtpHeader } from '../../../simulation/rtp/rtp-packet.ts';

const intervalMs = 20;
const floodMs = 5;

/**
 * The formats of opus and VP8 packets for an SFU; every video packet is a whole keyframe, so that any may
 * come first.
 */
const formats = {
  audio: {
    codec: { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 },
    headerExtensions: [audioLevelExtension],
    ticks: (48_000 * intervalMs) / 1000,
    payload: Buffer.alloc(80, 0xf8),
  },
  video: {
    codec: {
      mimeType: 'video/VP8',
      payloadType: 96,
      clockRate: 90_000,
      rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
    },
    headerExtensions: [],
    ticks: (90_000 * intervalMs) / 1000,
    // RFC 7741: start of partition 0, then a keyframe's tag, start code and 320×180.
    payload: Buffer.concat([
      Buffer.from([0x10, 0x10, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00]),
      Buffer.alloc(200),
    ]),
  },
} as const;

const kindOf = (source: Source): 'audio' | 'video' => (isSound(source) ? 'audio' : 'video');

export const rtpParameters = (source: Source, ssrc: number): Opaque => {
  const { codec, headerExtensions } = formats[kindOf(source)];
  return { codecs: [codec], headerExtensions, encodings: [{ ssrc }] };
};

/** A UDP socket on loopback that sends RTP and counts received packets and requests, by SSRC. */
export class RtpPort {
  readonly #socket = createSocket('udp4');
  readonly #received = new Map<number, number>();
  readonly #latest = new Map<number, number>();
  readonly #asked = new Map<number, number>();
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

  /** The sequence number of the last packet. */
  latest(ssrc: number): number {
    return this.#latest.get(ssrc) ?? 0;
  }

  /** The number of keyframe requests for this stream. */
  asked(ssrc: number): number {
    return this.#asked.get(ssrc) ?? 0;
  }

  /**
   * Sends fifty packets a second until the port closes; packets of sound have their level, if it is given.
   */
  stream(
    to: { readonly ip: string; readonly port: number },
    source: Source,
    ssrc: number,
    levelDb?: () => number,
  ): void {
    const { codec, payload, ticks } = formats[kindOf(source)];
    const { payloadType } = codec;
    // A worker interprets a stream that begins at 0 as one that has lost a whole round of sequence numbers.
    let count = 1;
    const timer = setInterval(() => {
      const header = Buffer.alloc(rtpHeaderBytes + (levelDb === undefined ? 0 : audioLevelBytes));
      const [sequence, timestamp] = [count & 0xffff, (count * ticks) >>> 0];
      writeRtpHeader(header, { payloadType, marker: true, sequence, timestamp, ssrc });
      if (levelDb !== undefined) writeAudioLevel(header, rtpHeaderBytes, levelDb());
      count += 1;
      this.#socket.send([header, payload], to.port, to.ip);
    }, intervalMs);
    this.#timers.add(timer);
  }

  /**
   * Sends the given number of packets a second, of the given size with their header, until the port closes.
   */
  flood(
    to: { readonly ip: string; readonly port: number },
    source: Source,
    ssrc: number,
    { packetsPerS, bytes }: { readonly packetsPerS: number; readonly bytes: number },
  ): void {
    const { payloadType } = formats[kindOf(source)].codec;
    const payload = Buffer.alloc(bytes - rtpHeaderBytes, 0xf8);
    this.#paced(packetsPerS, (count, elapsedMs) => {
      const header = Buffer.alloc(rtpHeaderBytes);
      const timestamp = Math.round(elapsedMs * 48) >>> 0;
      writeRtpHeader(header, { payloadType, marker: true, sequence: count & 0xffff, timestamp, ssrc });
      this.#socket.send([header, payload], to.port, to.ip);
    });
  }

  /** Sends the given number of datagrams a second from the receiving port, until the port closes. */
  repeat(
    to: { readonly ip: string; readonly port: number },
    packetsPerS: number,
    datagram: (count: number) => Buffer,
  ): void {
    this.#paced(packetsPerS, (count) => this.#socket.send(datagram(count), to.port, to.ip));
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#socket.close();
  }

  /** Sends due packets in groups, since timers are too coarse for thousands a second. */
  #paced(perS: number, send: (count: number, elapsedMs: number) => void): void {
    const begunMs = performance.now();
    let count = 0;
    const timer = setInterval(() => {
      const elapsedMs = performance.now() - begunMs;
      for (; count < (elapsedMs * perS) / 1_000; count += 1) send(count, elapsedMs);
    }, floodMs);
    this.#timers.add(timer);
  }

  #count(packet: Buffer): void {
    if (isRtcp(packet)) {
      for (const ssrc of keyframeRequests(packet)) this.#asked.set(ssrc, this.asked(ssrc) + 1);
    } else if (packet.length >= rtpHeaderBytes) {
      const ssrc = packet.readUInt32BE(8);
      this.#received.set(ssrc, this.received(ssrc) + 1);
      this.#latest.set(ssrc, packet.readUInt16BE(2));
    }
  }
}
