import { z } from 'zod';
import type { Delivery } from '../protocol/media.ts';
import { isRtcp, readRtpPacket } from './rtp/rtp-packet.ts';
import type { RtpPacket } from './rtp/rtp-packet.ts';
import { readVp8Start } from './rtp/vp8.ts';

/** What has come of one delivery. Times are the clock's that the reception was given. */
export interface ReceivedStream {
  readonly delivery: Delivery;
  packets: number;
  /** Whole RTP packets, without UDP and IP. */
  bytes: number;
  /** Packets that are missing by the sequence numbers. */
  lost: number;
  firstPacketAtMs: number | undefined;
  /** Video: when the first keyframe was there whole; audio: as firstPacketAtMs. */
  firstFrameAtMs: number | undefined;
}

interface Tracked extends ReceivedStream {
  /** The highest sequence number so far; undefined before the first packet. */
  highest: number | undefined;
  /** Within the first keyframe, nothing of it missing so far. */
  inFirstKeyframe: boolean;
}

/** The part of a consumer's RTP parameters that says which packets are its own. */
const withSsrc = z.looseObject({ encodings: z.array(z.looseObject({ ssrc: z.int() })).min(1) });

/** Counts what comes to one participant, by stream. Only what is read of RTP is believed, nothing that the server says. */
export class Reception {
  readonly #now: () => number;
  readonly #bySsrc = new Map<number, Tracked>();
  readonly #all: Tracked[] = [];
  #strays = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Every stream since the beginning, those that have ended too. */
  get streams(): readonly ReceivedStream[] {
    return this.#all;
  }

  /** Packets that belonged to no stream: those on their way while a delivery ended are harmless. */
  get strays(): number {
    return this.#strays;
  }

  add(delivery: Delivery): void {
    const [encoding] = withSsrc.parse(delivery.rtpParameters).encodings;
    if (!encoding) return;
    const stream: Tracked = {
      delivery,
      packets: 0,
      bytes: 0,
      lost: 0,
      firstPacketAtMs: undefined,
      firstFrameAtMs: undefined,
      highest: undefined,
      inFirstKeyframe: false,
    };
    this.#bySsrc.set(encoding.ssrc, stream);
    this.#all.push(stream);
  }

  remove(consumerId: string): void {
    for (const [ssrc, { delivery }] of this.#bySsrc) {
      if (delivery.consumerId === consumerId) this.#bySsrc.delete(ssrc);
    }
  }

  /** All deliveries have ended, as with the transport that carried them. */
  clear(): void {
    this.#bySsrc.clear();
  }

  receive(datagram: Buffer): void {
    if (isRtcp(datagram)) return;
    const packet = readRtpPacket(datagram);
    const stream = packet && this.#bySsrc.get(packet.ssrc);
    if (!packet || !stream) {
      this.#strays += 1;
      return;
    }
    stream.packets += 1;
    stream.bytes += datagram.length;
    const starts = stream.delivery.kind === 'video' ? readVp8Start(packet.payload) : undefined;
    const missing = follow(stream, packet.sequence, starts === 'keyframe');
    if (stream.firstFrameAtMs === undefined) this.#awaitFrame(stream, packet, starts, missing);
  }

  #awaitFrame(
    stream: Tracked,
    packet: RtpPacket,
    starts: ReturnType<typeof readVp8Start> | undefined,
    missing: boolean,
  ): void {
    stream.firstPacketAtMs ??= this.#now();
    if (starts === undefined) {
      stream.firstFrameAtMs = stream.firstPacketAtMs;
      return;
    }
    stream.inFirstKeyframe = starts === 'keyframe' || (stream.inFirstKeyframe && !missing);
    if (stream.inFirstKeyframe && packet.marker) stream.firstFrameAtMs = this.#now();
  }
}

/** Keeps the account of sequence numbers, which wrap around; says whether something before it is missing. */
function follow(stream: Tracked, sequence: number, keyframe: boolean): boolean {
  const { highest } = stream;
  if (highest === undefined) {
    stream.highest = sequence;
    return false;
  }
  // Signed distance in 16 bits.
  const ahead = ((sequence - highest) << 16) >> 16;
  if (ahead <= 0) {
    // It comes late and was counted as missing, or comes twice.
    if (ahead < 0 && stream.lost > 0) stream.lost -= 1;
    return true;
  }
  stream.highest = sequence;
  // Where mediasoup changes the layer within a frame it leaves out one number, so that decoders give up the old frame.
  const layerChanged = keyframe && ahead === 2;
  if (!layerChanged) stream.lost += ahead - 1;
  return ahead > 1;
}
