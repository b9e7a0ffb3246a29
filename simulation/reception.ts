import { z } from 'zod';
import type { Delivery, Source } from '../protocol/media.ts';
import { isMarked, isRtcp, payloadStart } from './rtp/rtp-packet.ts';
import { readVp8Height, readVp8Start } from './rtp/vp8.ts';

/** What has come of one delivery. Times are the clock's that the reception was given. */
export interface ReceivedStream {
  readonly delivery: Delivery;
  packets: number;
  /** Whole RTP packets, without UDP and IP. */
  bytes: number;
  /** Packets that are missing by the sequence numbers, in which a time without packets leaves no gap. */
  lost: number;
  firstPacketAtMs: number | undefined;
  lastPacketAtMs: number | undefined;
  /** Video: when the first keyframe was there whole; audio: as firstPacketAtMs. */
  firstFrameAtMs: number | undefined;
  /** Video: frames that have ended, and the height of the last keyframe. */
  frames: number;
  height: number;
  /** Audio: RFC 3550 section 6.4.1. */
  jitterMs: number;
}

interface Tracked extends ReceivedStream {
  /** The highest sequence number so far; undefined before the first packet. */
  highest: number | undefined;
  /** Within a keyframe, nothing of it missing so far. */
  inKeyframe: boolean;
  /** When the last packet of sound came, less the time that its RTP timestamp says. */
  transitMs: number | undefined;
}

/** Somebody who waits for a picture or a sound of a participant. */
interface Wait {
  readonly participantId: string;
  readonly source: Source;
  readonly seen: (atMs: number) => void;
}

/** The part of a consumer's RTP parameters that says which packets are its own. */
const withSsrc = z.looseObject({ encodings: z.array(z.looseObject({ ssrc: z.int() })).min(1) });
/** Opus, RFC 7587 section 4.1. */
const audioTicksPerMs = 48;

/**
 * Counts what comes to one participant, by stream. Only what is read of RTP is believed, nothing that the server says.
 * Hundreds of receptions share a core, so a packet is looked at where it lies.
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

  /** Those that have not ended. */
  get open(): readonly ReceivedStream[] {
    return [...this.#bySsrc.values()];
  }

  /** All deliveries have ended, as with the transport that carried them. */
  clear(): void {
    this.#bySsrc.clear();
  }

  /**
   * Tells once when something of a participant can be shown that could not before: its first keyframe that comes whole from
   * now on, or of a microphone its next packet, by whichever delivery.
   *
   * @returns how to wait no longer
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
    // More than a second is a timestamp that has wrapped around.
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
