import { mostOnPage } from '../../protocol/media.ts';
import type { Source } from '../../protocol/media.ts';
import type { PictureSize } from '../../protocol/rest/meetings/bookings.ts';
import type { Layer } from './layer.ts';
import type { StreamSlot } from './sources.ts';
import type { FrameShares, Rate, StreamRates } from './stream-rates.ts';

/** What pictures take, in bit/s. */
export interface PictureRates {
  /** Rate of a camera by its highest spatial layer, ascending. */
  readonly camera: readonly number[];
  readonly screen: number;
  /**
   * The share of `screen` that the temporal layers of slides take, as their encoders are configured; left out
   * if there is only one layer.
   */
  readonly screenFrames?: FrameShares;
}

/** Capacity of the internet line of a participant's office, in bit/s; null if it is unknown. */
export interface OfficeLine {
  readonly downBps: number | null;
  readonly upBps: number | null;
}

export const unknownLine: OfficeLine = { downBps: null, upBps: null };

/** Packets of a microphone per second: Opus frames of 20 ms. */
const audioPacketsPerS = 50;
/**
 * What a microphone takes of a line: Opus as browsers send it, with the redundancy that repairs packet loss.
 */
const audioBps = 40_000;
/** Headers, retransmissions and control packets add a fifth to the payload. */
const onTop = 1.2;
/** Payload of a full video packet. With headers it stays below the 1,200 bytes that browsers keep to. */
const bitsPerPacket = 1_100 * 8;
/** A frame is at least one packet. */
const picturesPerS = 25;

/**
 * Slides always count with at least this rate: slides that begin to move need it before it is measured, and a
 * new page arrives within two seconds.
 */
export const leastOfSlides: Rate = { packetsPerS: 25, bps: 25 * bitsPerPacket };

/**
 * What a stream takes by the layer that is forwarded, ascending: spatial layers of a camera, temporal layers
 * of slides, which have only one spatial layer that can be read.
 */
export type LayerCosts = readonly Rate[];

/**
 * The rates that a stream counts with: what was measured, or the most that it may send if nothing was
 * measured.
 *
 * @param limitBps the limit that the sender of slides is asked to keep
 */
export function layerCosts(
  source: Source,
  rates: PictureRates,
  measured: StreamRates | undefined,
  limitBps = Infinity,
): LayerCosts {
  if (source !== 'screen') {
    return rates.camera.map((bps, layer) => {
      const most = { packetsPerS: Math.max(packets(bps), picturesPerS), bps };
      return lower(most, measured?.encodings[layer] ?? most);
    });
  }
  const most = { packetsPerS: packets(rates.screen), bps: rates.screen };
  const asked = { packetsPerS: packets(limitBps), bps: limitBps };
  const whole = higher(leastOfSlides, lower(most, measured?.encodings[0] ?? asked));
  return (measured?.frameShares ?? rates.screenFrames ?? [1]).map((share) =>
    higher(leastOfSlides, { packetsPerS: whole.packetsPerS * share, bps: whole.bps * share }),
  );
}

const lower = (a: Rate, b: Rate): Rate => ({
  packetsPerS: Math.min(a.packetsPerS, b.packetsPerS),
  bps: Math.min(a.bps, b.bps),
});
const higher = (a: Rate, b: Rate): Rate => ({
  packetsPerS: Math.max(a.packetsPerS, b.packetsPerS),
  bps: Math.max(a.bps, b.bps),
});
const less = (a: Rate, b: Rate): Rate => ({ packetsPerS: a.packetsPerS - b.packetsPerS, bps: a.bps - b.bps });
const isWithin = (a: Rate, b: Rate): boolean => a.packetsPerS <= b.packetsPerS && a.bps <= b.bps;

/**
 * Chooses a layer for each slot so that all pictures fit the budget. It gives up, in this order: the least
 * important pictures, the larger layers of the others, the larger layers of the most important one (the
 * speaker's face), and the frame rate of slides. Slides themselves always stay, since text is what a room
 * needs most, and the line's own congestion control reduces them further. The face stays beside slides at
 * their least rate.
 *
 * @param slots most important first, each with its size
 * @param budget the worker limits packets, the line limits bits
 * @param layers the spatial layer of each size
 * @param costs of each slot's stream
 */
export function fit(
  slots: readonly StreamSlot[],
  budget: Rate,
  {
    layers,
    costs,
  }: {
    readonly layers: Readonly<Record<StreamSlot['size'], number>>;
    readonly costs: (slot: StreamSlot) => LayerCosts;
  },
): ReadonlyMap<StreamSlot, Layer> {
  const chosen = new Map<StreamSlot, Layer>();
  let left = budget;
  /**
   * Chooses the highest layer, up to `highest`, that fits into what is left. `taken` is what the slot uses
   * already.
   */
  const raise = (slot: StreamSlot, highest: number, taken: Rate): void => {
    const ofSlot = costs(slot);
    for (let layer = Math.min(highest, ofSlot.length - 1); layer >= 0; layer -= 1) {
      const more = less(ofSlot[layer] ?? endless, taken);
      if (!isWithin(more, left)) continue;
      left = less(left, more);
      chosen.set(slot, slot.source === 'screen' && layer === ofSlot.length - 1 ? null : layer);
      return;
    }
  };
  const lowest = (slot: StreamSlot): Rate => costs(slot)[0] ?? endless;
  const slides = slots.filter(({ source }) => source === 'screen');
  const cameras = slots.filter(({ source }) => source !== 'screen');
  const face = cameras.find(({ place }) => place === 'speaker') ?? cameras[0];
  const faceCost = face === undefined ? nothing : lowest(face);
  const keepsFace =
    face !== undefined &&
    isWithin(
      faceCost,
      slides.reduce((rest) => less(rest, leastOfSlides), budget),
    );
  if (keepsFace) {
    chosen.set(face, 0);
    left = less(left, faceCost);
  }
  for (const slot of slides) {
    chosen.set(slot, costs(slot).length === 1 ? null : 0);
    left = less(left, lowest(slot));
  }
  for (const slot of slides) raise(slot, Infinity, lowest(slot));
  for (const slot of cameras) {
    const isKept = slot === face && keepsFace;
    if (slot !== face || isKept) raise(slot, layers[slot.size], isKept ? faceCost : nothing);
  }
  return chosen;
}

const nothing: Rate = { packetsPerS: 0, bps: 0 };
const endless: Rate = { packetsPerS: Infinity, bps: Infinity };

/**
 * What is left for pictures after the microphones, of a worker's packets per second and of a line's bit/s.
 */
export const forPictures = (
  { packetsPerS, lineBps }: { readonly packetsPerS: number; readonly lineBps: number },
  microphones: number,
): Rate => ({
  packetsPerS: Math.max(0, packetsPerS - microphones * audioPacketsPerS),
  bps: picturesOfLine(lineBps, microphones),
});

/** What is left of a line for pictures after the microphones, in bit/s. */
const picturesOfLine = (lineBps: number, microphones: number): number =>
  Math.max(0, lineBps / onTop - microphones * audioBps);

/**
 * The highest rate of slides, in bit/s, that a worker can carry to all participants whatever moves on them:
 * what its packets leave after sound and the speaker's face. Undefined if slides never exceed it.
 */
export function slidesLimitBps(
  packetsPerS: number,
  microphones: number,
  { camera, screen }: PictureRates,
): number | undefined {
  const face = Math.max(packets(camera[0] ?? 0), picturesPerS);
  const left = forPictures({ packetsPerS, lineBps: Infinity }, microphones).packetsPerS - face;
  const bps = Math.max(left, leastOfSlides.packetsPerS) * bitsPerPacket;
  return bps < screen ? bps : undefined;
}

/**
 * The highest layer that a camera can send over a line, since it sends all lower ones as well. Null if the
 * line has room only for the microphone.
 */
export function highestSent(upBps: number, { camera }: PictureRates): Layer {
  let leftBps = picturesOfLine(upBps, 1);
  let highest: Layer = null;
  for (const [layer, bps] of camera.entries()) {
    leftBps -= bps;
    if (leftBps < 0) break;
    highest = layer;
  }
  return highest;
}

const packets = (bps: number): number => Math.ceil(bps / bitsPerPacket);

export interface PictureCost {
  readonly pictures: PictureSize;
  /** What one participant takes of a worker. */
  readonly packetsPerS: number;
  /**
   * The same for a moderator, which may look at a whole page of the wall: the page does not get smaller as a
   * worker fills up.
   */
  readonly moderatorPacketsPerS: number;
}

/**
 * What one participant takes of a worker, largest pictures first. `large`: the larger of two cases, the
 * speaker in the highest layer and the chair in the next, or slides at their full frame rate and both cameras
 * in the next layer. `small`: both cameras in the lowest layer, and slides at their least rate. Both include
 * the sound of both and of the loudest beside them. `least`: what a participant needs to be admitted at all,
 * with slides or without.
 */
export function pictureCosts(rates: PictureRates, loudestMicrophones: number): readonly PictureCost[] {
  const { camera, screen } = rates;
  const sound = (2 + loudestMicrophones) * audioPacketsPerS;
  const lowest = Math.max(packets(camera[0] ?? 0), picturesPerS);
  const next = packets(camera.at(-2) ?? 0);
  const small = sound + 2 * lowest + leastOfSlides.packetsPerS;
  const large = sound + Math.max(packets(camera.at(-1) ?? 0) + next, packets(screen) + 2 * next);
  const wall = sound + mostOnPage * lowest;
  const cost = (pictures: PictureSize, packetsPerS: number): PictureCost => ({
    pictures,
    packetsPerS,
    moderatorPacketsPerS: Math.max(packetsPerS, wall),
  });
  return [
    cost('large', Math.max(large, small)),
    cost('small', small),
    cost('least', leastWithSlidesPacketsPerS),
  ];
}

export interface UplinkCost {
  readonly pictures: PictureSize;
  /** What one participant takes of a line, in bit/s. */
  readonly bps: number;
  readonly moderatorBps: number;
}

/**
 * What one participant takes of the line of its unit, largest pictures first; the sizes are those of `pictureCosts`. On a
 * line that is short a page of the wall gets smaller, as everything does there, so it counts only with large pictures.
 */
export function uplinkCosts(
  { camera, screen }: PictureRates,
  loudestMicrophones: number,
): readonly UplinkCost[] {
  const lowest = camera[0] ?? 0;
  const next = camera.at(-2) ?? lowest;
  const soundBps = (2 + loudestMicrophones) * audioBps;
  const slidesBps = leastOfSlides.bps;
  const large = soundBps + Math.max((camera.at(-1) ?? 0) + next, screen + 2 * next);
  const small = soundBps + 2 * lowest + slidesBps;
  const most = Math.max(large, small);
  return [
    onLine('large', most, Math.max(most, soundBps + mostOnPage * lowest)),
    onLine('small', small),
    onLine('least', 2 * audioBps + lowest + slidesBps),
  ];
}

const onLine = (pictures: PictureSize, bps: number, moderatorBps = bps): UplinkCost => ({
  pictures,
  bps: Math.ceil(bps * onTop),
  moderatorBps: Math.ceil(moderatorBps * onTop),
});

/**
 * A participant is admitted only if this much is free: sound of the chair and the floor, and one picture in
 * the smallest size.
 */
export const leastPacketsPerS = 2 * audioPacketsPerS + picturesPerS;
/** The same with slides. */
export const leastWithSlidesPacketsPerS = leastPacketsPerS + leastOfSlides.packetsPerS;

/**
 * A sender that exceeds its limit by more than this factor does not keep to it: an encoder exceeds it less,
 * and only for a moment.
 */
const keepsWithin = 1.5;

/**
 * Packets per second that slides at their least rate take of a worker for each participant. A sender that
 * keeps to its limit can be asked for less, so it counts with the least. For a sender that does not, the
 * measured rate counts.
 *
 * @param limitBps the limit that the sender is asked to keep
 */
export function leastOf(measured: Rate | undefined, limitBps: number): number {
  const keepsToIt = measured === undefined || measured.bps <= limitBps * keepsWithin;
  return keepsToIt ? leastOfSlides.packetsPerS : Math.max(leastOfSlides.packetsPerS, measured.packetsPerS);
}
