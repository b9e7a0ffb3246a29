import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { readFile } from 'node:fs/promises';
import type { DocumentType } from '../../protocol/rest/documents.ts';
import { recognise } from './recognise.ts';

export interface FileToInspect {
  readonly path: string;
  readonly countPages: boolean;
}

export interface InspectedFile {
  /** Null for what is not taken. */
  readonly mediaType: DocumentType | null;
  /** Null where there are none, they are not asked for, or they cannot be counted. */
  readonly pages: number | null;
}

/** As many as a stage can turn (see `conferenceDocument`). */
const mostPages = 5_000;

/** Tells what an uploaded file is, and how many pages it has. For the workshop: the file may be made to hurt its reader. */
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
    // The library says by throwing that it is none that it reads.
    if (error instanceof Error) return { mediaType, pages: null };
    throw error;
  }
}
