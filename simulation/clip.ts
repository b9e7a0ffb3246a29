import { readFileSync } from 'node:fs';
import { source } from '../protocol/media.ts';
import { readIvf } from './rtp/ivf.ts';
import { readOggOpus } from './rtp/ogg.ts';
import { isVp8Keyframe } from './rtp/vp8.ts';

export interface ClipPacket {
  /** The layer of the clip that it belongs to; the smallest picture is 0. */
  readonly layer: number;
  /** When to send it, in ms from the beginning of its frame. */
  readonly atMs: number;
  /** Whether it is the first, and the last packet of its layer's frame. */
  readonly first: boolean;
  readonly last: boolean;
  /** Shared by all senders of the clip: read-only. */
  readonly payload: Buffer;
}

/** The packets for one moment of the clip, of all its layers, in the order of sending. */
export interface ClipFrame {
  readonly keyframe: boolean;
  readonly packets: readonly ClipPacket[];
}

/** A clip, cut into packets once for all rooms that send it. */
export interface Clip {
  readonly codec: 'opus' | 'vp8';
  readonly payloadType: number;
  readonly clockRate: number;
  readonly layers: number;
  readonly frameMs: number;
  readonly frames: readonly ClipFrame[];
}

/** What a simulated room sends: it has no technician who speaks apart. */
export const simulatedSource = source.exclude(['private-word']);
export type SimulatedSource = (typeof simulatedSource.options)[number];

/** Clips by the source that sends them. */
export type Clips = Readonly<Record<SimulatedSource, Clip>>;

/** Leaves space for headers within the 1,200 bytes that WebRTC senders do not exceed. */
const maxPayloadBytes = 1_100;
/**
 * Sends a frame over half of its time, as browsers pace theirs. Sent at once, a keyframe would overflow a
 * socket's buffer.
 */
const sendingShare = 0.5;
const opusFrameMs = 20;

/** Reads the committed clips: a calm voice, a camera with three layers, and changing slides. */
export function loadClips(): Clips {
  return {
    microphone: voice(readClip('voice.ogg')),
    camera: picture(['camera-0.ivf', 'camera-1.ivf', 'camera-2.ivf'].map(readClip)),
    screen: picture([readClip('slides.ivf')]),
  };
}

/**
 * A page that scrolls: the keyframes of the slides one after the other, so that any frame can be left out.
 * They follow each other as fast as the bitrate allows.
 */
export function scrolled(slides: Clip, bps: number): Clip {
  const pages = slides.frames.filter(({ keyframe }) => keyframe);
  const bits = pages
    .flatMap(({ packets }) => packets)
    .reduce((sum, { payload }) => sum + payload.length * 8, 0);
  const frameMs = (1_000 * bits) / pages.length / bps;
  const frames = pages.map(({ packets, ...page }) => ({ ...page, packets: spread(packets, frameMs) }));
  return { ...slides, frameMs, frames };
}

const readClip = (name: string): Buffer => readFileSync(new URL(`clips/${name}`, import.meta.url));

function voice(file: Buffer): Clip {
  const frames = readOggOpus(file).map((payload) => ({
    keyframe: true,
    // The marker bit means the beginning of a talkspurt (RFC 7587 section 4.1); this voice never pauses.
    packets: [{ layer: 0, atMs: 0, first: true, last: false, payload }],
  }));
  return { codec: 'opus', payloadType: 100, clockRate: 48_000, layers: 1, frameMs: opusFrameMs, frames };
}

function picture(files: readonly Buffer[]): Clip {
  const layers = files.map(readIvf);
  const [smallest] = layers;
  if (!smallest || layers.some((layer) => layer.frames.length !== smallest.frames.length)) {
    throw new RangeError('the layers of a clip must have equally many frames');
  }
  const frameMs = 1_000 / smallest.framesPerSecond;
  const frames = smallest.frames.map((_, index) => {
    const pictures = layers.map((layer) => layer.frames[index] ?? Buffer.alloc(0));
    return {
      keyframe: pictures.every((picture) => isVp8Keyframe(picture[0] ?? 1)),
      packets: spread(pictures.flatMap(cut), frameMs),
    };
  });
  if (!frames[0]?.keyframe) throw new RangeError('a clip must begin with a keyframe in all layers');
  return { codec: 'vp8', payloadType: 101, clockRate: 90_000, layers: layers.length, frameMs, frames };
}

/** Cuts a frame into parts of nearly equal size. */
function cut(picture: Buffer, layer: number): readonly Omit<ClipPacket, 'atMs'>[] {
  const count = Math.ceil(picture.length / maxPayloadBytes);
  const at = (part: number) => Math.round((picture.length * part) / count);
  return Array.from({ length: count }, (_, part) => ({
    layer,
    first: part === 0,
    last: part === count - 1,
    payload: picture.subarray(at(part), at(part + 1)),
  }));
}

const spread = (packets: readonly Omit<ClipPacket, 'atMs'>[], frameMs: number): readonly ClipPacket[] =>
  packets.map((packet, index) => ({
    ...packet,
    atMs: (index / packets.length) * frameMs * sendingShare,
  }));
