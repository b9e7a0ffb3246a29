import { z } from 'zod';
import type { Delivery, Source } from '../protocol/media.ts';
import { isMarked, isRtcp, payloadStart } from './rtp/rtp-packet.ts';
import { readVp8Height, readVp8Start } from './rtp/vp8.ts';

/** What was received of one delivery. Times are those of the reception's clock. */
export interface ReceivedStream {
  readonly delivery: Delivery;
  packets: number;
  /** Whole RTP packets, without UDP and IP. */
  bytes: number;
  /** Packets missing by their sequence numbers; a time without packets leaves no gap in the numbers. */
  lost: number;
  firstPacketAtMs: number | undefined;
  lastPacketAtMs: number | undefined;
  /** Video: when the first keyframe was complete; audio: as firstPacketAtMs. */
  firstFrameAtMs: number | undefined;
  /** Video: frames whose last packet arrived, and the height of the last keyframe. */
  frames: number;
  height: number;
  /** Audio: interarrival jitter, RFC 3550 section 6.4.1. */
  jitterMs: number;
}

interface Tracked extends ReceivedStream {
  /** The highest sequence number so far; undefined before the first packet. */
  highest: number | undefined;
  /** Within a keyframe, with no packet missing so far. */
  inKeyframe: boolean;
  /** The arrival time of the last audio packet, minus its RTP timestamp in ms. */
  transitMs: number | undefined;
}

/** A caller that waits for a picture or sound of a participant. */
interface Wait {
  readonly participantId: string;
  readonly source: Source;
  readonly seen: (atMs: number) => void;
}

/** The part of a consumer's RTP parameters that identifies its packets. */
const withSsrc = z.looseObject({ encodings: z.array(z.looseObject({ ssrc: z.int() })).min(1) });
/** RTP clock of Opus, RFC 7587 section 4.1. */
const audioTicksPerMs = 48;

/**
 * Counts what one participant receives, by stream. Relies only on RTP itself, not on what the server says.
 * Hundreds of receptions share a core, so packets are read in place.
 */
export class Reception {
  readonly #now: () => number;
  readonly #bySsrc = new Map<number, Tracked>();
  readonly #all: Tracked[] = [];
  readonly #waits = new Set<Wait>();
  #strays = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Every stream since the beginning, including ended ones. */
  get streams(): readonly ReceivedStream[] {
    return this.#all;
  }

  /** Packets of no known stream. Packets in flight when a delivery ended are harmless. */
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
      lastPacketAtMs: undefined,
      firstFrameAtMs: undefined,
      frames: 0,
      height: 0,
      jitterMs: 0,
      highest: undefined,
      inKeyframe: false,
      transitMs: undefined,
    };
    this.#bySsrc.set(encoding.ssrc, stream);
    this.#all.push(stream);
  }

  remove(consumerId: string): void {
    for (const [ssrc, { delivery }] of this.#bySsrc) {
      if (delivery.consumerId === consumerId) this.#bySsrc.delete(ssrc);
    }
  }

  /** Streams that have not ended. */
  get open(): readonly ReceivedStream[] {
    return [...this.#bySsrc.values()];
  }

  /** Ends all deliveries, as when their transport closes. */
  clear(): void {
    this.#bySsrc.clear();
  }

  /**
   * Calls `seen` once, for the next frame that can be shown: the next complete keyframe that begins from now
   * on, or the next packet of a microphone, of any delivery of the source.
   *
   * @returns a function that stops waiting
   */
  onFrame(participantId: string, source: Source, seen: (atMs: number) => void): () => void {
    const wait = { participantId, source, seen };
    this.#waits.add(wait);
    return () => void this.#waits.delete(wait);
  }

  receive(datagram: Buffer): void {
    if (isRtcp(datagram)) return;
    const start = payloadStart(datagram);
    const stream = start === undefined ? undefined : this.#bySsrc.get(datagram.readUInt32BE(8));
    if (start === undefined || stream === undefined) {
      this.#strays += 1;
      return;
    }
    stream.packets += 1;
    stream.bytes += datagram.length;
    stream.lastPacketAtMs = this.#now();
    stream.firstPacketAtMs ??= stream.lastPacketAtMs;
    if (stream.delivery.kind === 'audio') this.#hear(stream, datagram);
    else this.#see(stream, datagram, start);
  }

  #hear(stream: Tracked, packet: Buffer): void {
    follow(stream, packet.readUInt16BE(2), false);
    const nowMs = this.#now();
    const transitMs = nowMs - packet.readUInt32BE(4) / audioTicksPerMs;
    const changeMs = Math.abs(transitMs - (stream.transitMs ?? transitMs));
    stream.transitMs = transitMs;
    // More than a second means that the timestamp wrapped around.
    if (changeMs < 1_000) stream.jitterMs += (changeMs - stream.jitterMs) / 16;
    stream.firstFrameAtMs ??= nowMs;
    if (this.#waits.size > 0) this.#tell(stream, nowMs);
  }

  #see(stream: Tracked, packet: Buffer, payload: number): void {
    const starts = readVp8Start(packet, payload);
    const missing = follow(stream, packet.readUInt16BE(2), starts === 'keyframe');
    if (starts === 'keyframe') stream.height = readVp8Height(packet, payload);
    stream.inKeyframe = starts === 'keyframe' || (starts === 'continuation' && stream.inKeyframe && !missing);
    if (!isMarked(packet)) return;
    stream.frames += 1;
    if (!stream.inKeyframe) return;
    stream.inKeyframe = false;
    stream.firstFrameAtMs ??= this.#now();
    if (this.#waits.size > 0) this.#tell(stream, this.#now());
  }

  #tell({ delivery }: ReceivedStream, atMs: number): void {
    for (const wait of this.#waits) {
      if (wait.participantId !== delivery.participantId || wait.source !== delivery.source) continue;
      this.#waits.delete(wait);
      wait.seen(atMs);
    }
  }
}

/**
 * Tracks sequence numbers, which wrap around. Returns whether a packet is missing before this one, or this
 * one is late.
 */
function follow(stream: Tracked, sequence: number, keyframe: boolean): boolean {
  const { highest } = stream;
  if (highest === undefined) {
    stream.highest = sequence;
    return false;
  }
  // Signed distance in 16 bits.
  const ahead = ((sequence - highest) << 16) >> 16;
  if (ahead <= 0) {
    // Late and already counted as missing, or a duplicate.
    if (ahead < 0 && stream.lost > 0) stream.lost -= 1;
    return true;
  }
  stream.highest = sequence;
  // When mediasoup switches layers within a frame it skips one number, so that decoders drop the old frame.
  const layerChanged = keyframe && ahead === 2;
  if (!layerChanged) stream.lost += ahead - 1;
  return ahead > 1;
}
