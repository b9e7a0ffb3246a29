import { randomInt } from 'node:crypto';
import type { Clip, ClipFrame, ClipPacket } from './clip.ts';
import type { Pacer, Paced } from './pacer.ts';
import { audioLevelBytes, writeAudioLevel } from './rtp/audio-level.ts';
import { writeSenderReport } from './rtp/rtcp.ts';
import { rtpHeaderBytes, writeRtpHeader } from './rtp/rtp-packet.ts';
import { vp8DescriptorBytes, writeVp8Descriptor } from './rtp/vp8.ts';

/** Takes one datagram in parts, so that the clip's payload is never copied. */
export type Send = (parts: readonly Buffer[]) => void;

interface LayerStream {
  readonly ssrc: number;
  sequence: number;
  packets: number;
  payloadBytes: number;
}

/** Whoever was held up longer than this goes on from now: to catch up would flood. */
const longestDelayMs = 250;
/** The first reports come fast: mediasoup changes between layers only once it has three of each. */
const earlyReportMs = 100;
const earlyReports = 5;
const reportMs = 1_000;
/** Clearly more than the noise of a room. */
const calmVoiceDb = -35;

/** Sends a clip over and over, each layer as a stream of its own. While it is stopped its clock runs on, as a camera's does. */
export class Playback implements Paced {
  #clip: Clip;
  readonly #pacer: Pacer;
  readonly #send: Send;
  readonly #layers: readonly LayerStream[];
  /** When its clock began, and when the first frame of this clip was due. */
  readonly #begunMs: number;
  #startMs: number;
  readonly #firstTimestamp = randomInt(2 ** 32);
  #playing = false;
  /** Of the layers, those above it are not sent. */
  #highest = Infinity;
  /** How many frames' time has passed since the start. */
  #count = 0;
  /** Which frame of the clip is sent now, and how many of its packets are out. */
  #position = 0;
  #sentOfFrame = 0;
  #framesSent = 0;
  #keyframeWanted = false;
  #mostBps = Infinity;
  /** What may be sent of the next frames, at the most of one second. */
  #leftBits = Infinity;
  #nextReportMs = 0;
  #reports = 0;

  /** How loud it says that it is, in dBov: 0 is the loudest there is, -127 silence. Only of sound. */
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

  /** Packets of RTP so far, of all layers. */
  get sent(): number {
    return this.#layers.reduce((total, { packets }) => total + packets, 0);
  }

  get ssrcs(): readonly number[] {
    return this.#layers.map(({ ssrc }) => ssrc);
  }

  /** Shows another clip of the same kind from now on. */
  change(clip: Clip): void {
    this.#clip = clip;
    this.#startMs = this.#pacer.now();
    this.#count = 0;
    this.#position = 0;
    if (this.#sentOfFrame > 0) this.#framesSent += 1;
    this.#sentOfFrame = 0;
  }

  /** From now on leaves out frames for which there is too little, as an encoder does that keeps the size of its picture. */
  limit(mostBps: number): void {
    if (mostBps === this.#mostBps) return;
    this.#mostBps = mostBps;
    this.#leftBits = mostBps === Infinity ? Infinity : 0;
  }

  /** @param highest the layer above which nothing is sent; all are if it is left out */
  play(highest = Infinity): void {
    const rises = highest > this.#highest;
    this.#highest = highest;
    if (this.#playing) {
      // What begins to be sent begins with a keyframe, as a browser's encoder does.
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
    // Not before the first packets: a report of a stream that is not known yet is lost.
    if (this.#framesSent > 0 && nowMs >= this.#nextReportMs) this.#report(nowMs);
  }

  /** When the frame at hand is due. */
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
    // What was begun is given up; receivers begin anew with a keyframe.
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
