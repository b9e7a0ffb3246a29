import { z } from 'zod';
import type { SheetToWrite } from '../work.ts';
import { writeTable } from './write-table.ts';

const cells = z.array(z.union([z.string(), z.number(), z.null()]));

/** Writes a spreadsheet. Runs in the workshop, because a long one takes seconds. */
export const work = ({ rows, format }: SheetToWrite): Promise<Uint8Array> =>
  writeTable(
    rows.map((row) => cells.parse(JSON.parse(row))),
    format,
  );
