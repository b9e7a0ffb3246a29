import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { readFile } from 'node:fs/promises';
import type { DocumentType } from '../../protocol/rest/meetings/documents.ts';
import { recognise } from './recognise.ts';

export interface FileToInspect {
  readonly path: string;
  readonly countPages: boolean;
}

export interface InspectedFile {
  /** Null for a type that we do not accept. */
  readonly mediaType: DocumentType | null;
  /** Null if the file has no pages, or they are not asked for or cannot be counted. */
  readonly pages: number | null;
}

/** The most pages that a stage can turn (see `conferenceDocument`). */
const mostPages = 5_000;

/**
 * Detects the type of an uploaded file and counts its pages. Runs in the workshop, because a file may be
 * hostile.
 */
export async function work({ path, countPages }: FileToInspect): Promise<InspectedFile> {
  const mediaType = (await recognise(path)) ?? null;
  if (mediaType !== 'application/pdf' || !countPages) return { mediaType, pages: null };
  try {
    const { numPages } = await getDocument({
      data: new Uint8Array(await readFile(path)),
      useSystemFonts: false,
      stopAtErrors: true,
      verbosity: VerbosityLevel.ERRORS,
    }).promise;
    return { mediaType, pages: numPages >= 1 && numPages <= mostPages ? numPages : null };
  } catch (error) {
    // pdf.js throws on a file that it cannot read.
    if (error instanceof Error) return { mediaType, pages: null };
    throw error;
  }
}
