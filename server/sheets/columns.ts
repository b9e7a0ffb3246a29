import { inTurns } from '../turns.ts';
import type { Cell } from './work.ts';
import type { NamedTable } from './tables.ts';

/** As many as a sheet is read with. */
export const mostRows = 20_000;

/** What stands below each heading, in the order of the columns. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

/** @param name of the file, without an extension */
export async function tableOf<Row>(
  name: string,
  columns: Columns<Row>,
  rows: readonly Row[],
): Promise<NamedTable> {
  const cells = Object.values(columns);
  return {
    name,
    rows: [Object.keys(columns), ...(await inTurns(rows, (row) => cells.map((of) => of(row))))],
  };
}

/** Swedish writes instants as ISO 8601 does, which sorts and which every spreadsheet reads. */
const inVietnam = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Asia/Ho_Chi_Minh',
});

/** Empty for what has not happened. */
export const momentInVietnam = (atMs: number | null): string => (atMs === null ? '' : inVietnam.format(atMs));
