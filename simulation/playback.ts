import { randomInt } from 'node:crypto';
import type { Clip, ClipFrame, ClipPacket } from './clip.ts';
import type { Pacer, Paced } from './pacer.ts';
import { audioLevelBytes, writeAudioLevel } from './rtp/audio-level.ts';
import { writeSenderReport } from './rtp/rtcp.ts';
import { rtpHeaderBytes, writeRtpHeader } from './rtp/rtp-packet.ts';
import { vp8DescriptorBytes, writeVp8Descriptor } from './rtp/vp8.ts';

/** Sends one datagram given in parts, so that the clip's payload is never copied. */
export type Send = (parts: readonly Buffer[]) => void;

interface LayerStream {
  readonly ssrc: number;
  sequence: number;
  packets: number;
  payloadBytes: number;
}

/** A sender that was delayed longer than this continues from now: catching up would flood the server. */
const longestDelayMs = 250;
/** The first reports are frequent: mediasoup switches layers only after three reports of each. */
const earlyReportMs = 100;
const earlyReports = 5;
const reportMs = 1_000;
/** Clearly louder than the noise of a room. */
const calmVoiceDb = -35;

/**
 * Sends a clip in a loop, each layer as a stream of its own. While stopped its clock continues, like a
 * camera's.
 */
export class Playback implements Paced {
  #clip: Clip;
  readonly #pacer: Pacer;
  readonly #send: Send;
  readonly #layers: readonly LayerStream[];
  /** When its clock started, and when the first frame of this clip was due. */
  readonly #begunMs: number;
  #startMs: number;
  readonly #firstTimestamp = randomInt(2 ** 32);
  #playing = false;
  /** Layers above this one are not sent. */
  #highest = Infinity;
  /** The time since the start, in frames. */
  #count = 0;
  /** The current frame of the clip, and how many of its packets are sent. */
  #position = 0;
  #sentOfFrame = 0;
  #framesSent = 0;
  #keyframeWanted = false;
  #mostBps = Infinity;
  /** Bits left for the next frames, at most those of one second. */
  #leftBits = Infinity;
  #nextReportMs = 0;
  #reports = 0;

  /** The reported audio level in dBov: 0 is the maximum, -127 silence. Audio only. */
  levelDb: number;

  constructor(clip: Clip, pacer: Pacer, send: Send, levelDb = calmVoiceDb) {
    this.levelDb = levelDb;
    this.#begunMs = pacer.now();
    this.#startMs = this.#begunMs;
    this.#clip = clip;
    this.#pacer = pacer;
    this.#send = send;
    this.#layers = Array.from({ length: clip.layers }, () => ({
      ssrc: randomInt(1, 2 ** 32),
      sequence: randomInt(2 ** 16),
      packets: 0,
      payloadBytes: 0,
    }));
  }

  /** RTP packets sent so far, of all layers. */
  get sent(): number {
    return this.#layers.reduce((total, { packets }) => total + packets, 0);
  }

  get ssrcs(): readonly number[] {
    return this.#layers.map(({ ssrc }) => ssrc);
  }

  /** Sends another clip of the same kind from now on. */
  change(clip: Clip): void {
    this.#clip = clip;
    this.#startMs = this.#pacer.now();
    this.#count = 0;
    this.#position = 0;
    if (this.#sentOfFrame > 0) this.#framesSent += 1;
    this.#sentOfFrame = 0;
  }

  /** From now on skips frames that exceed the bitrate, like an encoder that keeps its picture size. */
  limit(mostBps: number): void {
    if (mostBps === this.#mostBps) return;
    this.#mostBps = mostBps;
    this.#leftBits = mostBps === Infinity ? Infinity : 0;
  }

  /** @param highest the highest layer to send; all layers by default */
  play(highest = Infinity): void {
    const rises = highest > this.#highest;
    this.#highest = highest;
    if (this.#playing) {
      // A new layer begins with a keyframe, as from a browser's encoder.
      if (rises) this.requestKeyframe();
      return;
    }
    this.#playing = true;
    this.#skipTo(this.#pacer.now());
    this.#pacer.add(this);
  }

  stop(): void {
    this.#playing = false;
    this.#pacer.delete(this);
  }

  /** The next frame will be a keyframe of all layers. */
  requestKeyframe(): void {
    this.#keyframeWanted = true;
  }

  run(nowMs: number): void {
    if (nowMs - this.#frameMs() > longestDelayMs) this.#skipTo(nowMs);
    for (;;) {
      const frame = this.#frame();
      const packet = frame.packets[this.#sentOfFrame];
      if (!packet) this.#nextFrame();
      else if (this.#frameMs() + packet.atMs > nowMs) break;
      else if (this.#sentOfFrame > 0 || this.#affords(frame)) this.#sendPacket(packet);
      else this.#nextFrame();
    }
    // Not before the first packets: a report of an unknown stream is lost.
    if (this.#framesSent > 0 && nowMs >= this.#nextReportMs) this.#report(nowMs);
  }

  /** When the current frame is due. */
  #frameMs(): number {
    return this.#startMs + this.#count * this.#clip.frameMs;
  }

  #frame(): ClipFrame {
    const frame = this.#clip.frames[this.#position];
    if (!frame) throw new RangeError('a clip has at least one frame');
    return frame;
  }

  #affords({ packets }: ClipFrame): boolean {
    const bits = packets.reduce((sum, { payload }) => sum + payload.length * 8, 0);
    if (bits > this.#leftBits) return false;
    this.#leftBits -= bits;
    return true;
  }

  #nextFrame(): void {
    this.#count += 1;
    this.#framesSent += 1;
    this.#sentOfFrame = 0;
    this.#leftBits = Math.min(this.#mostBps, this.#leftBits + (this.#mostBps * this.#clip.frameMs) / 1_000);
    this.#position = this.#following(this.#position);
    if (this.#keyframeWanted) this.#seekKeyframe();
  }

  #following(position: number): number {
    return (position + 1) % this.#clip.frames.length;
  }

  #seekKeyframe(): void {
    this.#keyframeWanted = false;
    while (!this.#frame().keyframe) this.#position = this.#following(this.#position);
  }

  #skipTo(nowMs: number): void {
    this.#count = Math.ceil((nowMs - this.#startMs) / this.#clip.frameMs);
    // Gives up a frame that has begun; receivers start again with a keyframe.
    if (this.#sentOfFrame > 0) this.#framesSent += 1;
    this.#sentOfFrame = 0;
    this.#seekKeyframe();
  }

  #timestamp(atMs: number): number {
    return (this.#firstTimestamp + Math.round(((atMs - this.#begunMs) * this.#clip.clockRate) / 1000)) >>> 0;
  }

  #sendPacket(packet: ClipPacket): void {
    this.#sentOfFrame += 1;
    if (packet.layer > this.#highest) return;
    const stream = this.#layers[packet.layer];
    if (!stream) throw new RangeError(`the clip has no layer ${packet.layer}`);
    const isVp8 = this.#clip.codec === 'vp8';
    const head = Buffer.allocUnsafe(rtpHeaderBytes + (isVp8 ? vp8DescriptorBytes : audioLevelBytes));
    writeRtpHeader(head, {
      payloadType: this.#clip.payloadType,
      marker: packet.last,
      sequence: stream.sequence,
      timestamp: this.#timestamp(this.#frameMs()),
      ssrc: stream.ssrc,
    });
    if (!isVp8) writeAudioLevel(head, rtpHeaderBytes, this.levelDb);
    else {
      writeVp8Descriptor(head, rtpHeaderBytes, {
        start: packet.first,
        pictureId: this.#framesSent & 0x7fff,
        tl0PictureIndex: this.#framesSent & 0xff,
      });
    }
    stream.sequence = (stream.sequence + 1) & 0xffff;
    stream.packets += 1;
    stream.payloadBytes += (isVp8 ? vp8DescriptorBytes : 0) + packet.payload.length;
    this.#send([head, packet.payload]);
  }

  #report(nowMs: number): void {
    this.#reports += 1;
    this.#nextReportMs = nowMs + (this.#reports < earlyReports ? earlyReportMs : reportMs);
    const timestamp = this.#timestamp(nowMs);
    for (const [layer, { ssrc, packets, payloadBytes }] of this.#layers.entries()) {
      if (layer > this.#highest) continue;
      this.#send([writeSenderReport({ ssrc, atMs: nowMs, timestamp, packets, payloadBytes })]);
    }
  }
}
