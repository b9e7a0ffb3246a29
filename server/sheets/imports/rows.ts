import { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import { cleanText } from '../../../domain/clean-text.ts';
import { unfit as unfitFor } from '../../../protocol/fitness.ts';
import {
  dayColumns,
  sheetColumns,
  type SheetKind,
  type SheetProblem,
  type SheetProblemCode,
} from '../../../protocol/rest/sheets.ts';
import { asShown } from '../../../protocol/shown-text.ts';
import { type SheetCell, type SheetTable, shownIn } from '../formats/sheet-cell.ts';
import { cellsOf, digits, numbers } from './cells.ts';

export type Cells<K extends SheetKind> = z.output<(typeof cellsOf)[K]>;
export interface Row<K extends SheetKind> {
  /** The row number in the spreadsheet. */
  readonly row: number;
  readonly cells: Cells<K>;
}
export interface Rows<K extends SheetKind> {
  /** Rows that can be planned. If an optional cell cannot be read, the row has its other cells. */
  readonly rows: readonly Row<K>[];
  readonly problems: readonly SheetProblem[];
  readonly ignored: readonly string[];
}

/**
 * Reads a table by its headings in the first row that is not blank. Headings may be Vietnamese or English, in
 * any order. Ignores blank rows.
 */
export function readRows<K extends SheetKind>(kind: K, table: SheetTable): Rows<K> {
  const first = Math.max(
    0,
    table.findIndex((cells) => cells.some((cell) => !isBlank(cell))),
  );
  const headings = (table[first] ?? []).map((cell) =>
    typeof cell === 'object' && cell.is === 'legacy' ? cell.unicode : asShown(shownIn(cell)).trim(),
  );
  const known = new Map(
    Object.entries(sheetColumns[kind]).flatMap(([column, { vi, en }]) => [
      [fold(vi), column],
      [fold(en), column],
    ]),
  );
  const columns = headings.map((heading) => known.get(fold(heading)));
  const schema: z.ZodObject = cellsOf[kind];
  const heads = first + 1;
  const unfit: SheetProblem[] = [
    ...Object.entries(schema.shape)
      .filter(([column, cell]) => !columns.includes(column) && !z.safeParse(cell, undefined).success)
      .map(([column]) => problemAt(heads, column, 'missing-column', '')),
    ...columns.flatMap((column, at) =>
      column !== undefined && columns.indexOf(column) < at
        ? [problemAt(heads, column, 'twice', headings[at] ?? '')]
        : [],
    ),
  ];
  const problems = [
    ...unfit,
    ...columns.flatMap((column, at) => {
      const read = readCell(column ?? '', table[first]?.[at] ?? '');
      return column !== undefined && 'problem' in read && read.problem === 'legacy-encoding'
        ? [problemAt(heads, column, read.problem, read.value, read.proposal)]
        : [];
    }),
  ];
  const ignored = headings.filter((heading, at) => heading !== '' && columns[at] === undefined).map(shown);
  const rows: Row<K>[] = [];
  // Without a required column every row would be reported, which helps no reader.
  if (unfit.length > 0) return { rows, problems, ignored };
  for (const [index, cells] of table.entries()) {
    if (index <= first || cells.every(isBlank)) continue;
    const row = index + 1;
    const texts: Record<string, string> = {};
    for (const [at, column] of columns.entries()) {
      if (column === undefined) continue;
      const read = readCell(column, cells[at] ?? '');
      if ('text' in read) texts[column] = read.text;
      else problems.push(problemAt(row, column, read.problem, read.value, read.proposal));
    }
    const parsed = parseCells(kind, texts);
    if (parsed.ok) {
      rows.push({ row, cells: parsed.cells });
      continue;
    }
    problems.push(
      ...parsed.columns
        .filter((column) => column in texts)
        .map((column) => cellProblem(row, column, texts[column] ?? '')),
    );
    // The report also names the other problems of the row.
    const legible = Object.entries(texts).filter(([column]) => !parsed.columns.includes(column));
    const rest = parseCells(kind, Object.fromEntries(legible));
    if (rest.ok) rows.push({ row, cells: rest.cells });
  }
  return { rows, problems, ignored };
}

const isBlank = (cell: SheetCell): boolean => typeof cell === 'string' && asShown(cell).trim() === '';

/** What spreadsheets show for a formula that failed; `Err:` codes are LibreOffice's. */
const errorText =
  /^(?:#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)|Err:\d{3})$/i;

/** The text of a cell as this column reads it, or the problem. */
function readCell(
  column: string,
  cell: SheetCell,
):
  | { readonly text: string }
  | { readonly problem: SheetProblemCode; readonly value: string; readonly proposal?: string } {
  if (typeof cell === 'string') {
    const text = asShown(cell).trim();
    return errorText.test(text) ? { problem: 'error-cell', value: text } : { text };
  }
  const { shown: value } = cell;
  if (cell.is === 'error') return { problem: 'error-cell', value };
  if (cell.is === 'day') return dayColumns.has(column) ? { text: value } : { problem: 'day-cell', value };
  if (cell.is === 'legacy') return { problem: 'legacy-encoding', value, proposal: cell.unicode };
  if (!digits.has(column)) return { text: numbers.has(column) ? value.replaceAll(',', '') : value };
  const proposal = column === 'phone' ? withPrefix(value) : undefined;
  return { problem: 'number-cell', value, ...(proposal !== undefined && { proposal }) };
}

/**
 * A Vietnamese telephone number with the leading 0 or + that it has lost: mobile numbers have nine digits
 * after the 0, landline numbers ten, beginning with 2. Undefined if the number may be complete.
 */
export function withPrefix(phone: string): string | undefined {
  const bare = phone.replaceAll(/[\s.()-]/g, '');
  if (/^(?:[35789]\d{8}|2\d{9})$/.test(bare)) return `0${phone}`;
  return /^84(?:[35789]\d{8}|2\d{9})$/.test(bare) ? `+${phone}` : undefined;
}

function parseCells<K extends SheetKind>(
  kind: K,
  texts: Readonly<Record<string, string>>,
):
  | { readonly ok: true; readonly cells: Cells<K> }
  | { readonly ok: false; readonly columns: readonly string[] } {
  const schema: z.ZodObject = cellsOf[kind];
  const parsed = schema.safeParse(texts);
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0]));
  const columns = new Set([
    ...wrong,
    ...Object.keys(texts).filter((key) => unfitFor(texts[key]) !== undefined),
  ]);
  return parsed.success && columns.size === 0
    ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser: the kind's own schema has just read it
      { ok: true, cells: parsed.data as Cells<K> }
    : { ok: false, columns: [...columns] };
}

const cellProblem = (row: number, column: string, value: string): SheetProblem =>
  problemAt(row, column, value === '' ? 'required' : 'invalid', value);

/** The most characters of a cell that a report shows. */
const longestShown = 100;
const shown = (text: string): string => cleanText(text, longestShown);

/** @param proposal the value that is probably meant */
export const problemAt = (
  row: number,
  column: string,
  code: SheetProblemCode,
  value: string,
  proposal?: string,
): SheetProblem => ({
  row,
  column,
  code,
  value: shown(value),
  ...(proposal !== undefined && { proposal: shown(proposal) }),
});
