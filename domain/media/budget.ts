import { mostOnPage } from '../../protocol/media.ts';
import type { Source } from '../../protocol/media.ts';
import type { PictureSize } from '../../protocol/rest/bookings.ts';
import type { Layer } from './screens.ts';
import type { StreamSlot } from './sources.ts';
import type { FrameShares, Rate, StreamRates } from './stream-rates.ts';

/** What pictures take, in bit/s. */
export interface PictureRates {
  /** Of a camera by its highest spatial layer; rising. */
  readonly camera: readonly number[];
  readonly screen: number;
  /** Which share of that the temporal layers of slides take, as their encoders are set up; left out where they have but one. */
  readonly screenFrames?: FrameShares;
}

/** What the line of a participant's office takes, in bit/s; null where nobody has said. */
export interface OfficeLine {
  readonly downBps: number | null;
  readonly upBps: number | null;
}

export const unknownLine: OfficeLine = { downBps: null, upBps: null };

/** Packets of a microphone in a second: Opus frames of 20 ms. */
const audioPacketsPerS = 50;
/** What a microphone takes of a line: Opus as browsers send it, with what mends a lost packet. */
const audioBps = 40_000;
/** Of what a line takes, headers, packets that are sent again and control take a fifth on top of the payload. */
const onTop = 1.2;
/** Payload of a full video packet; with headers it stays under the 1,200 bytes that browsers keep to. */
const bitsPerPacket = 1_100 * 8;
/** A picture is at least one packet. */
const picturesPerS = 25;

/** Slides take that much at least: what begins to move takes it before anybody has measured it, and a page comes within two seconds. */
export const leastOfSlides: Rate = { packetsPerS: 25, bps: 25 * bitsPerPacket };

/**
 * What a stream takes by the layer that is sent of it, rising: of a camera by its spatial layers, of slides, which have but one
 * that can be read, by their temporal layers.
 */
export type LayerCosts = readonly Rate[];

/**
 * What a stream counts for: what was measured of it, and the highest that it may send where nothing was.
 *
 * @param limitBps what slides are asked to keep to
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
 * Makes the pictures fit. Given up are, in this order: the pictures that are least important, the larger layers of the others, the
 * larger layers of the most important one (the speaker's face), and the frame rate of slides. Slides themselves stay whatever they
 * take, since text is what a room needs most, and the line's own congestion control thins them further; the face stays beside
 * slides that take their least.
 *
 * @param slots most important first, each with its size
 * @param budget of packets as a worker counts, of bits as a line does
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
  /** The highest layer up to one that fits into what is left, beside what it has taken of that already. */
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

/** What is left for pictures of so many packets a second, and of a line of so many bit/s, beside the microphones. */
export const forPictures = (
  { packetsPerS, lineBps }: { readonly packetsPerS: number; readonly lineBps: number },
  microphones: number,
): Rate => ({
  packetsPerS: Math.max(0, packetsPerS - microphones * audioPacketsPerS),
  bps: picturesOfLine(lineBps, microphones),
});

/** What a line of so many bit/s has for pictures beside the microphones, in bit/s. */
const picturesOfLine = (lineBps: number, microphones: number): number =>
  Math.max(0, lineBps / onTop - microphones * audioBps);

/**
 * What slides may take of a worker so that it carries them to all whatever moves on them: what its packets leave beside sound and the
 * speaker's face, in bit/s. Undefined where that is no limit.
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
 * The highest layer that a camera can send over a line, since it sends those below as well. Null where its line has room for
 * its microphone alone.
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
  /** Of a worker, for one participant. */
  readonly packetsPerS: number;
  /** The same for one that leads: it may look at a whole page of the wall, which gets no smaller as a worker fills. */
  readonly moderatorPacketsPerS: number;
}

/**
 * What one participant takes of a worker, largest pictures first: with `large` either the speaker in the highest layer and the chair
 * in the next, or slides at their full frame rate and both small; with `small` both in the lowest, and slides that take their least;
 * sound of both and of the loudest beside them. With `least` what lets somebody in at all, slides or not.
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

/** Without it nobody is let in: the chair and the floor are heard, and one picture is seen at the smallest size. */
export const leastPacketsPerS = 2 * audioPacketsPerS + picturesPerS;
/** The same where slides are shown, too. */
export const leastWithSlidesPacketsPerS = leastPacketsPerS + leastOfSlides.packetsPerS;

/** A sender that goes over what it is asked for by more than an encoder does for a moment does not keep to it. */
const keepsWithin = 1.5;

/**
 * What slides take of a worker for each participant when they are given the least: they are asked to send no more than is left, so
 * those that keep to it may be asked for less; of those that do not counts what was measured.
 *
 * @param limitBps what they are asked to keep to
 */
export function leastOf(measured: Rate | undefined, limitBps: number): number {
  const keepsToIt = measured === undefined || measured.bps <= limitBps * keepsWithin;
  return keepsToIt ? leastOfSlides.packetsPerS : Math.max(leastOfSlides.packetsPerS, measured.packetsPerS);
}
