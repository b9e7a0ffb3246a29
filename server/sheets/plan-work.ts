import type { SheetKind } from '../../protocol/rest/sheets.ts';
import { planSheet } from './plan-sheet.ts';
import { readTable } from './read-table.ts';
import type { SheetPlanned, SheetToPlan } from './work.ts';

/** Reads a spreadsheet and holds it against what is known. For the workshop: the file may be made to hurt its reader. */
export async function work<K extends SheetKind>({
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
