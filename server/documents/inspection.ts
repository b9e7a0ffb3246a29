import { type Work, type Workshop, TooMuchWork } from '../workshop/workshop.ts';
import type { FileToInspect, InspectedFile } from './inspect-document.ts';

/** Tells what an uploaded file is; callers are served in turn. */
export type Inspect = (path: string, by: string) => Promise<InspectedFile>;

/** Honest PDFs of 50 MB take a second. */
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
    // A PDF whose pages nobody can count is one all the same.
    (await inspect(() => ({ path, countPages: false }), by).catch(nothingWhereTooMuch)) ?? {
      mediaType: null,
      pages: null,
    };
}

function nothingWhereTooMuch(error: unknown): undefined {
  if (!(error instanceof TooMuchWork)) throw error;
}
