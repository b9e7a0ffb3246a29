import { mostOnPage } from '../../protocol/media.ts';
import type { PictureSize } from '../../protocol/rest/bookings.ts';
import type { Layer } from './screens.ts';
import type { StreamSlot } from './sources.ts';

/** What pictures take, in bit/s. */
export interface PictureRates {
  /** Of a camera by its highest spatial layer; rising. */
  readonly camera: readonly number[];
  readonly screen: number;
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

/**
 * Makes the pictures fit: the most important keep their size, of the others each gets the largest that is left for it, and
 * none where not even the smallest is. Slides come first whatever they take, since text has no smaller size that can be
 * read; the line's own congestion control thins their frame rate.
 *
 * @param slots most important first, each with its size
 * @param layers the spatial layer of each size
 */
export function fit(
  slots: readonly StreamSlot[],
  pictureBps: number,
  {
    layers,
    rates,
  }: { readonly layers: Readonly<Record<StreamSlot['size'], number>>; readonly rates: PictureRates },
): ReadonlyMap<StreamSlot, Layer> {
  const chosen = new Map<StreamSlot, Layer>();
  let leftBps = pictureBps;
  const slides = slots.filter(({ source }) => source === 'screen');
  for (const slot of slides) {
    chosen.set(slot, null);
    leftBps -= rates.screen;
  }
  for (const slot of slots) {
    if (slot.source === 'screen') continue;
    const wanted = Math.min(layers[slot.size], rates.camera.length - 1);
    for (let layer = wanted; layer >= 0; layer -= 1) {
      const bps = rates.camera[layer] ?? Infinity;
      if (bps > leftBps) continue;
      chosen.set(slot, layer);
      leftBps -= bps;
      break;
    }
  }
  return chosen;
}

/** What is left for pictures of so many packets a second beside the microphones, in bit/s. */
export const picturesBps = (packets: number, microphones: number): number =>
  Math.max(0, packets - microphones * audioPacketsPerS) * bitsPerPacket;

/** What a line of so many bit/s has for pictures beside the microphones, in bit/s. */
export const picturesOfLine = (lineBps: number, microphones: number): number =>
  Math.max(0, lineBps / onTop - microphones * audioBps);

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
 * What one participant takes of a worker, largest pictures first: with `large` the speaker in the highest layer and the chair in
 * the next, with `small` both in the lowest; sound of both and of the loudest beside them. With `least` what lets somebody in at all.
 */
export function pictureCosts({ camera }: PictureRates, loudestMicrophones: number): readonly PictureCost[] {
  const sound = (2 + loudestMicrophones) * audioPacketsPerS;
  const lowest = camera[0] ?? 0;
  const small = sound + 2 * Math.max(packets(lowest), picturesPerS);
  const large = sound + packets(camera.at(-1) ?? 0) + packets(camera.at(-2) ?? 0);
  const wall = sound + mostOnPage * Math.max(packets(lowest), picturesPerS);
  const cost = (pictures: PictureSize, packetsPerS: number): PictureCost => ({
    pictures,
    packetsPerS,
    moderatorPacketsPerS: Math.max(packetsPerS, wall),
  });
  return [cost('large', Math.max(large, small)), cost('small', small), cost('least', leastPacketsPerS)];
}

/** Without it nobody is let in: the chair and the floor are heard, and one picture is seen at the smallest size. */
export const leastPacketsPerS = 2 * audioPacketsPerS + picturesPerS;
