import type { Demand, Source } from '../../protocol/media.ts';

/** The highest encoding of a source to send, 0 the smallest; null is none. Null before the first demand. */
export function highestLayer(demand: Demand | undefined, source: Source): number | null {
  // Sent for as long as the private word lasts: its other side always wants it.
  if (source === 'private-word') return 0;
  if (!demand) return null;
  switch (source) {
    case 'microphone':
      return demand.microphone ? 0 : null;
    case 'camera':
      return demand.camera;
    case 'screen':
      return demand.screen ? Infinity : null;
    default:
      return source satisfies never;
  }
}

/**
 * Highest bitrate of a single encoding that carries all layers, where it is sent up to a layer. The encoder
 * itself leaves out the layers for which the bitrate is too low.
 *
 * @param plain what the layers take as encodings of their own, smallest first
 */
export const ceilingBps = (fullBps: number, plain: readonly number[], highest: number | null): number =>
  highest === null || highest >= plain.length - 1 ? fullBps : Math.min(fullBps, plain[highest] ?? fullBps);

/**
 * Highest bitrate of each encoding of slides; together no more than the server asks for. The browser reduces
 * their frame rate and keeps their size.
 *
 * @param fullBps the bitrates without a limit from the server
 */
export function slidesBps(fullBps: readonly number[], demand: Demand | undefined): readonly number[] {
  const all = fullBps.reduce((sum, bps) => sum + bps, 0);
  const share = Math.min(1, (demand?.screenBps ?? all) / all);
  return fullBps.map((bps) => Math.round(bps * share));
}

/**
 * Which of `count` encodings, smallest first, are sent. A single encoding carries its layers within itself.
 */
export const activeFlags = (count: number, highest: number | null): readonly boolean[] =>
  Array.from({ length: count }, (_, layer) => highest !== null && layer <= highest);
