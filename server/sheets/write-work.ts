import type { SheetToWrite } from './work.ts';
import { writeTable } from './write-table.ts';

/** Writes a spreadsheet. For the workshop: a long one takes seconds. */
export const work = ({ rows, format }: SheetToWrite): Promise<Uint8Array> => writeTable(rows, format);
