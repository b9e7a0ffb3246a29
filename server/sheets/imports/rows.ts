import { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import { cleanText } from '../../../domain/clean-text.ts';
import { unfit as unfitFor } from '../../../protocol/fitness.ts';
import { day, email, name, phone } from '../../../protocol/rest/common.ts';
import { endpoint, endpointChange, newEndpoint } from '../../../protocol/rest/sites/endpoints.ts';
import {
  sheetColumns,
  type SheetKind,
  type SheetProblem,
  type SheetProblemCode,
} from '../../../protocol/rest/sheets.ts';
import { asShown } from '../../../protocol/shown-text.ts';
import { plainText } from '../../../protocol/text.ts';
import { type SheetCell, type SheetTable, shownIn } from '../formats/sheet-cell.ts';

/** A column that is optional: it may be missing, or its cell empty. Both mean "no change". */
const optional = <T>(schema: z.ZodType<T, string>) =>
  z
    .literal('')
    .transform(() => undefined)
    .or(schema)
    .optional();

/** Text that clears a value. An empty cell does not: sheets that are only partly filled in have many. */
const none = /^[-–—]$/;

/** An optional value that a record may lack; null clears it. */
const clearable = <T>(schema: z.ZodType<T, string>) =>
  optional(
    z
      .string()
      .regex(none)
      .transform(() => null)
      .or(schema),
  );

/** Removes the apostrophe that people type to make a spreadsheet keep digits as text. */
const withoutApostrophe = (text: string): string => text.replace(/^'+(?=[\d+])/, '');

const code = plainText
  .overwrite(withoutApostrophe)
  .min(1)
  .max(20)
  .regex(/^[^\p{Cc}\s]+$/u);
/** A day as spreadsheets store it, or as Vietnamese people write it: 1/7/2025. */
const dayCell = z
  .string()
  .transform((text) => {
    const [, d = '', m = '', y = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
    return y === '' ? text : `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  })
  .pipe(day);
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const kbps = clearable(wholeNumber.pipe(endpoint.shape.lineDownKbps.unwrap()));

/** Tags as one cell. A comma after a single tag "-" keeps it from being read as "no tags". */
export const tagsCell = (tags: readonly string[]): string => {
  const cell = tags.join(', ');
  return none.test(cell) ? `${cell},` : cell;
};

/** Comma-separated words; empty ones are ignored. */
const tags = z
  .string()
  .transform((text) => text.split(',').filter((word) => word.trim() !== ''))
  .pipe(newEndpoint.shape.tags.unwrap());

const cellsOf = {
  sites: z.object({
    code,
    name,
    level: plainText.min(1),
    parentCode: clearable(code),
    validFrom: optional(dayCell),
    validTo: clearable(dayCell),
  }),
  endpoints: z.object({
    siteCode: code,
    siteName: optional(plainText),
    name,
    email: clearable(email),
    phone: clearable(plainText.overwrite(withoutApostrophe).pipe(phone)),
    equipment: clearable(endpointChange.shape.equipment.unwrap().unwrap()),
    lineDownKbps: kbps,
    lineUpKbps: kbps,
    tags: clearable(tags),
  }),
  contacts: z.object({
    siteCode: code,
    siteName: optional(plainText),
    position: optional(wholeNumber.pipe(z.int().min(1))),
    name,
    phone: plainText.overwrite(withoutApostrophe).pipe(phone),
  }),
} satisfies Record<SheetKind, z.ZodObject>;

/** Columns of digits that are not numbers: programs that treat them as numbers drop leading zeros. */
const digits: ReadonlySet<string> = new Set(['code', 'siteCode', 'parentCode', 'phone']);
const numbers: ReadonlySet<string> = new Set(['position', 'lineDownKbps', 'lineUpKbps']);
const days: ReadonlySet<string> = new Set(['validFrom', 'validTo']);

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
    // So that the report also names the other problems of the row.
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
  if (cell.is === 'day') return days.has(column) ? { text: value } : { problem: 'day-cell', value };
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
