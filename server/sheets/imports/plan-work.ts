import type { SheetKind } from '../../../protocol/rest/sheets.ts';
import { planSheet } from './plan-sheet.ts';
import { readTable } from '../formats/read-table.ts';
import type { SheetPlanned, SheetToPlan } from '../work.ts';

/** Reads a spreadsheet and plans its changes. Runs in the workshop, because a file may be hostile. */
export function work<K extends SheetKind>({ kind, bytes, known, ...how }: SheetToPlan<K>): SheetPlanned<K> {
  const read = attempt(bytes);
  if (read instanceof Error) return { refused: 'unsupported-type', why: String(read) };
  if (read === 'too-large') return { refused: 'payload-too-large', why: 'more than is read of a sheet' };
  return planSheet(kind, read, known, how);
}

function attempt(bytes: Uint8Array): ReturnType<typeof readTable> | Error {
  try {
    return readTable(bytes);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
