import { z } from 'zod';
import { fold } from '../../domain/sites/fold.ts';
import { cleanText } from '../../domain/clean-text.ts';
import { unfit } from '../../protocol/fitness.ts';
import { day, email, name } from '../../protocol/rest/common.ts';
import { endpoint, newEndpoint } from '../../protocol/rest/endpoints.ts';
import { contact } from '../../protocol/rest/readiness.ts';
import {
  sheetColumns,
  type SheetKind,
  type SheetProblem,
  type SheetProblemCode,
} from '../../protocol/rest/sheets.ts';

/** A cell that may be blank, which is null, or in a column that is not there, which is undefined: then nothing is said. */
const blankable = <T>(schema: z.ZodType<T, string>) =>
  z
    .literal('')
    .transform(() => null)
    .or(schema)
    .optional();

const code = z
  .string()
  .normalize('NFC')
  .min(1)
  .max(20)
  .regex(/^[^\p{Cc}\s]+$/u);
/** As a spreadsheet keeps days, or as people here write them: 1/7/2025. */
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
const kbps = blankable(wholeNumber.pipe(endpoint.shape.lineDownKbps.unwrap()));

/** Words with commas between them, of which one too many is none. */
const tags = z
  .string()
  .transform((text) => text.split(',').filter((word) => word.trim() !== ''))
  .pipe(newEndpoint.shape.tags.unwrap());

const cellsOf = {
  sites: z.object({
    code,
    name,
    level: z.string().min(1),
    parentCode: blankable(code),
    validFrom: blankable(dayCell),
    validTo: blankable(dayCell),
  }),
  endpoints: z.object({
    siteCode: code,
    name,
    email: blankable(email),
    lineDownKbps: kbps,
    lineUpKbps: kbps,
    tags: blankable(tags),
  }),
  contacts: z.object({
    siteCode: code,
    position: blankable(wholeNumber.pipe(z.int().min(1))),
    name,
    phone: contact.shape.phone,
  }),
} satisfies Record<SheetKind, z.ZodObject>;

export type Cells<K extends SheetKind> = z.output<(typeof cellsOf)[K]>;
export interface Row<K extends SheetKind> {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  readonly cells: Cells<K>;
}
export interface Rows<K extends SheetKind> {
  /** Those that say enough to be planned: of a row with a cell that cannot be read and need not be there, the rest. */
  readonly rows: readonly Row<K>[];
  readonly problems: readonly SheetProblem[];
  readonly ignored: readonly string[];
}

/** Reads a table by its headings, which may be Vietnamese or English, in any order. Blank rows say nothing. */
export function readRows<K extends SheetKind>(
  kind: K,
  [headings = [], ...table]: readonly (readonly string[])[],
): Rows<K> {
  const known = new Map(
    Object.entries(sheetColumns[kind]).flatMap(([column, { vi, en }]) => [
      [fold(vi), column],
      [fold(en), column],
    ]),
  );
  const columns = headings.map((heading) => known.get(fold(heading)));
  const schema: z.ZodObject = cellsOf[kind];
  const problems: SheetProblem[] = [
    ...Object.entries(schema.shape)
      .filter(([column, cell]) => !columns.includes(column) && !z.safeParse(cell, undefined).success)
      .map(([column]) => ({ row: 1, column, code: 'missing-column' as const, value: '' })),
    ...columns.flatMap((column, at) =>
      column !== undefined && columns.indexOf(column) < at
        ? [{ row: 1, column, code: 'twice' as const, value: headings[at] ?? '' }]
        : [],
    ),
  ];
  const ignored = headings.filter((heading, at) => heading !== '' && columns[at] === undefined).map(shown);
  const rows: Row<K>[] = [];
  // Without its columns every row would be wrong, which says nothing.
  if (problems.length > 0) return { rows, problems, ignored };
  for (const [index, texts] of table.entries()) {
    if (texts.every((text) => text === '')) continue;
    const row = index + 2;
    const cells = Object.fromEntries(
      columns.flatMap((column, at) => (column === undefined ? [] : [[column, texts[at] ?? '']])),
    );
    const parsed = parseCells(kind, cells);
    if (parsed.ok) {
      rows.push({ row, cells: parsed.cells });
      continue;
    }
    problems.push(...parsed.columns.map((column) => cellProblem(row, column, cells[column] ?? '')));
    // So that what else is wrong with the row is named at once.
    const legible = Object.entries(cells).filter(([column]) => !parsed.columns.includes(column));
    const rest = parseCells(kind, Object.fromEntries(legible));
    if (rest.ok) rows.push({ row, cells: rest.cells });
  }
  return { rows, problems, ignored };
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
  const columns = new Set([...wrong, ...Object.keys(texts).filter((key) => unfit(texts[key]) !== undefined)]);
  return parsed.success && columns.size === 0
    ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser: the kind's own schema has just read it
      { ok: true, cells: parsed.data as Cells<K> }
    : { ok: false, columns: [...columns] };
}

const cellProblem = (row: number, column: string, value: string): SheetProblem =>
  problemAt(row, column, value === '' ? 'required' : 'invalid', value);

/** As many characters of a cell as a report shows. */
const longestShown = 100;
const shown = (text: string): string => cleanText(text, longestShown);

export const problemAt = (
  row: number,
  column: string,
  code: SheetProblemCode,
  value: string,
): SheetProblem => ({ row, column, code, value: shown(value) });
