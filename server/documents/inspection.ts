import { type Work, type Workshop, TooMuchWork } from '../workshop/workshop.ts';
import type { FileToInspect, InspectedFile } from './inspect-document.ts';

/** Inspects an uploaded file. Callers (`by`) are served in turn. */
export type Inspect = (path: string, by: string) => Promise<InspectedFile>;

/** An honest PDF of 50 MB takes a second, far less than the deadline. */
export function createInspection(workshop: Workshop): Inspect {
  const inspect: Work<FileToInspect, InspectedFile> = workshop.kind({
    name: 'document',
    module: new URL('./inspect-document.ts', import.meta.url),
    deadlineMs: 15_000,
    heapMb: 512,
    lasting: false,
    atOnce: 1,
    waiting: 60,
    waitingOfOne: 6,
  });
  return async (path, by) =>
    (await inspect(() => ({ path, countPages: true }), by).catch(nothingWhereTooMuch)) ??
    // A PDF whose pages cannot be counted is still accepted as a PDF.
    (await inspect(() => ({ path, countPages: false }), by).catch(nothingWhereTooMuch)) ?? {
      mediaType: null,
      pages: null,
    };
}

function nothingWhereTooMuch(error: unknown): undefined {
  if (!(error instanceof TooMuchWork)) throw error;
}
