import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { sheetTypes, type SheetFormat } from '../../protocol/rest/sheets.ts';
import type { Cell, TableWork } from './table-work.ts';

/** A list as a table, headings first. */
export interface NamedTable {
  /** Without an extension. */
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}

export interface SheetFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

export type Tables = ReturnType<typeof createTables>;

/** A sheet that takes longer or more is none of ours; ten thousand rows take a second. */
const deadlineMs = 30_000;
const heapMb = 512;

const answers = {
  read: z.union([z.array(z.array(z.string())), z.literal('too-large')]),
  write: z.instanceof(Uint8Array),
};

/**
 * Reads and writes spreadsheets, one after the other, in threads that live for one sheet: a big one stalls nobody, and what
 * a hostile one does to its reader hurts nobody else.
 */
export function createTables(logger: Logger) {
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: TableWork, answer: z.ZodType<T>): Promise<T> => {
    const done = before.then(() => inThread(work, answer));
    // oxlint-disable-next-line promise/prefer-await-to-then -- who waits for the turn does not care how it ended
    before = done.catch(() => undefined);
    return done;
  };
  return {
    /**
     * The cells of the first sheet of an XLSX file, or of a CSV file, as texts without blanks around them; days as YYYY-MM-DD.
     * @throws Failure `unsupported-type`, `payload-too-large`
     */
    async read(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
      const read = await inTurn({ kind: 'read', bytes }, answers.read).catch((error: unknown) => {
        logger.info({ err: error }, 'a spreadsheet could not be read');
        throw new Failure('unsupported-type', 'neither XLSX nor CSV in UTF-8');
      });
      if (read === 'too-large') throw new Failure('payload-too-large');
      return read;
    },

    async write({ name, rows }: NamedTable, format: SheetFormat): Promise<SheetFile> {
      const content = await inTurn({ kind: 'write', format, rows }, answers.write);
      return { fileName: `${name}.${format}`, mediaType: sheetTypes[format], content };
    },
  };
}

async function inThread<T>(work: TableWork, answer: z.ZodType<T>): Promise<T> {
  const thread = new Worker(new URL('./table-worker.ts', import.meta.url), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  try {
    const [said]: unknown[] = await once(thread, 'message', { signal: AbortSignal.timeout(deadlineMs) });
    return answer.parse(said);
  } finally {
    await thread.terminate();
  }
}
