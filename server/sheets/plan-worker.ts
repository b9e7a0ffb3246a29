import { parentPort, workerData } from 'node:worker_threads';
import type { SheetKind } from '../../protocol/rest/sheets.ts';
import { planSheet } from './plan-sheet.ts';
import { readTable } from './read-table.ts';
import type { SheetPlanned, SheetToPlan } from './work.ts';

/** The thread that reads one spreadsheet and holds it against what is known; tables.ts starts it. */
if (!parentPort) throw new Error('This module runs as a worker thread');
const sheet: SheetToPlan<SheetKind> = workerData;
parentPort.postMessage(await planned(sheet));

async function planned<K extends SheetKind>({
  kind,
  bytes,
  known,
  dryRun,
}: SheetToPlan<K>): Promise<SheetPlanned<K>> {
  const read = await readTable(bytes).catch((error: unknown) => new Error('unreadable', { cause: error }));
  if (read instanceof Error) return { refused: 'unsupported-type', why: String(read.cause) };
  if (read === 'too-large') return { refused: 'payload-too-large', why: 'more than is read of a sheet' };
  return planSheet(kind, read, known, dryRun);
}
