import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { sheetTypes, type SheetFormat, type SheetKind } from '../../protocol/rest/sheets.ts';
import { inTurns } from '../turns.ts';
import { TooMuchWork, type Work, type WorkKind, type Workshop } from '../workshop/workshop.ts';
import type { PlannedSheet } from './imports/plan-sheet.ts';
import type { SheetPlanned, SheetToPlan, SheetToWrite, TableRows } from './work.ts';

/** A list as a table; the first row has the headings. */
export interface NamedTable {
  /** Without extension. */
  readonly name: string;
  readonly rows: TableRows;
}

export interface SheetFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

export type Tables = ReturnType<typeof createTables>;

/** Sheets that exceed these limits are refused; ten thousand rows take a second or two. */
const limits = {
  deadlineMs: 20_000,
  heapMb: 512,
  atOnce: 1,
  waiting: 30,
  waitingOfOne: 3,
} satisfies Partial<WorkKind>;

/**
 * Reads and writes spreadsheets in the workshop, so that a large one does not block the server and a hostile
 * one harms only its own process. Imports and exports have separate queues.
 */
export function createTables(workshop: Workshop, logger: Logger) {
  const plan: Work<SheetToPlan<SheetKind>, SheetPlanned<SheetKind>> = workshop.kind({
    ...limits,
    name: 'sheet-in',
    lasting: false,
    module: new URL('./imports/plan-work.ts', import.meta.url),
  });
  const write: Work<SheetToWrite, Uint8Array> = workshop.kind({
    ...limits,
    name: 'sheet-out',
    // It gets only our own lists, so a process can be reused.
    lasting: true,
    module: new URL('./formats/write-work.ts', import.meta.url),
  });
  return {
    /**
     * Plans the changes of the first sheet of an XLSX file, or of a CSV file.
     * @param sheet loads the sheet and the known records when its turn comes
     * @param by the id of the caller
     * @throws Failure `unsupported-type`, `payload-too-large`, `unavailable`
     */
    async plan<K extends SheetKind>(
      sheet: () => Promise<SheetToPlan<K>>,
      by: string,
    ): Promise<PlannedSheet<K>> {
      const planned = await plan(sheet, by).catch(refuseExcess);
      if ('refused' in planned) {
        logger.info({ why: planned.why }, 'a spreadsheet could not be read');
        throw new Failure(planned.refused);
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- planned by the kind that it was sent as
      return planned as PlannedSheet<K>;
    },

    /**
     * @param table builds the table when its turn comes
     * @param by the id of the caller
     * @throws Failure `unavailable`, and whatever `table` throws
     */
    async write(table: () => Promise<NamedTable>, format: SheetFormat, by: string): Promise<SheetFile> {
      let name = '';
      const content = await write(async () => {
        const made = await table();
        name = made.name;
        return { rows: await inTurns(made.rows, (row) => JSON.stringify(row)), format };
      }, by);
      return { fileName: `${name}.${format}`, mediaType: sheetTypes[format], content };
    },
  };
}

function refuseExcess(error: unknown): { readonly refused: 'unsupported-type'; readonly why: string } {
  if (!(error instanceof TooMuchWork)) throw error;
  return { refused: 'unsupported-type', why: error.message };
}
