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

/** Which of so many encodings, smallest first, are to be sent. A single one carries its layers within itself. */
export const activeFlags = (count: number, highest: number | null): readonly boolean[] =>
  Array.from({ length: count }, (_, layer) => highest !== null && layer <= highest);
