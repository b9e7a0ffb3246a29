import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { sheetTypes, type SheetFormat, type SheetKind } from '../../protocol/rest/sheets.ts';
import type { KnownOf, PlannedSheet } from './plan-sheet.ts';
import type { SheetPlanned, SheetToPlan, SheetToWrite, TableRows } from './work.ts';

/** A list as a table, headings first. */
export interface NamedTable {
  /** Without an extension. */
  readonly name: string;
  readonly rows: TableRows;
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

const planWorker = new URL('./plan-worker.ts', import.meta.url);
const writeWorker = new URL('./write-worker.ts', import.meta.url);

/**
 * Reads and writes spreadsheets, one after the other, in threads that live for one sheet: a big one stalls nobody, and what
 * a hostile one does to its reader hurts nobody else.
 */
export function createTables(logger: Logger) {
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = before.then(work);
    // oxlint-disable-next-line promise/prefer-await-to-then -- who waits for the turn does not care how it ended
    before = done.catch(() => undefined);
    return done;
  };
  return {
    /**
     * What the first sheet of an XLSX file, or a CSV file, would do. What it is held against is asked once it is its turn.
     * @throws Failure `unsupported-type`, `payload-too-large`
     */
    async plan<K extends SheetKind>({
      known,
      ...sheet
    }: Omit<SheetToPlan<K>, 'known'> & { readonly known: () => Promise<KnownOf[K]> }): Promise<
      PlannedSheet<K>
    > {
      const planned = await inTurn(async () =>
        inThread<SheetPlanned<K>>(planWorker, { ...sheet, known: await known() }),
      ).catch(refuseExcess);
      if (!('refused' in planned)) return planned;
      logger.info({ why: planned.why }, 'a spreadsheet could not be read');
      throw new Failure(planned.refused);
    },

    async write({ name, rows }: NamedTable, format: SheetFormat): Promise<SheetFile> {
      const content = await inTurn(() => inThread<Uint8Array>(writeWorker, { rows, format }));
      return { fileName: `${name}.${format}`, mediaType: sheetTypes[format], content };
    },
  };
}

async function inThread<Answer>(module: URL, work: SheetToPlan<SheetKind> | SheetToWrite): Promise<Answer> {
  // The work is copied for the thread, which takes some milliseconds for a long list, as making the list just did.
  await setImmediate();
  const thread = new Worker(module, {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  try {
    const [said]: Answer[] = await once(thread, 'message', { signal: AbortSignal.timeout(deadlineMs) });
    if (said === undefined) throw new Error('the thread said nothing');
    return said;
  } finally {
    await thread.terminate();
  }
}

/** What a sheet cost that was too much for its thread. */
function refuseExcess(error: unknown): { readonly refused: 'unsupported-type'; readonly why: string } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ABORT_ERR' && code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
  return { refused: 'unsupported-type', why: String(error) };
}
