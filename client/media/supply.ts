import type { Demand, Source } from '../../protocol/media.ts';

/** Up to which of its encodings a source is to be sent, 0 the smallest; null is none. Before the first demand there is none. */
export function highestLayer(demand: Demand | undefined, source: Source): number | null {
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
 * What an encoding with all layers in itself may take, where it is sent up to a layer: the encoder leaves out by itself the
 * layers for which there is too little.
 *
 * @param plain what the layers take as encodings of their own, smallest first
 */
export const ceilingBps = (fullBps: number, plain: readonly number[], highest: number | null): number =>
  highest === null || highest >= plain.length - 1 ? fullBps : Math.min(fullBps, plain[highest] ?? fullBps);

/**
 * What each of the encodings of slides may take, together no more than the server asks for: the browser thins their frame rate and
 * leaves their size.
 *
 * @param fullBps what they take where nothing is asked
 */
export function slidesBps(fullBps: readonly number[], demand: Demand | undefined): readonly number[] {
  const all = fullBps.reduce((sum, bps) => sum + bps, 0);
  const share = Math.min(1, (demand?.screenBps ?? all) / all);
  return fullBps.map((bps) => Math.round(bps * share));
}

/** Which of so many encodings, smallest first, are to be sent. A single one carries its layers within itself. */
export const activeFlags = (count: number, highest: number | null): readonly boolean[] =>
  Array.from({ length: count }, (_, layer) => highest !== null && layer <= highest);
