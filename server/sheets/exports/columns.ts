import { inTurns } from '../../turns.ts';
import type { Cell } from '../work.ts';
import type { NamedTable } from '../tables.ts';

/** The same limit as for reading a sheet. */
export const mostRows = 20_000;

/** The cell below each heading, in the order of the columns. */
export type SheetColumns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

/** @param name of the file, without extension */
export async function tableOf<Row>(
  name: string,
  columns: SheetColumns<Row>,
  rows: readonly Row[],
): Promise<NamedTable> {
  const cells = Object.values(columns);
  return {
    name,
    rows: [Object.keys(columns), ...(await inTurns(rows, (row) => cells.map((of) => of(row))))],
  };
}

/**
 * The Swedish locale writes instants as ISO 8601 does. They sort correctly, and every spreadsheet reads them.
 */
const inVietnam = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Asia/Ho_Chi_Minh',
});

/** Empty for null: it has not happened. */
export const momentInVietnam = (atMs: number | null): string => (atMs === null ? '' : inVietnam.format(atMs));
