import { asShown } from '../../protocol/shown-text.ts';

/** A published list could not be read; the detail names the line. */
export type UnreadableList = { readonly ok: false; readonly detail: string };
type Parsed<Row> = { readonly ok: true; readonly rows: readonly Row[] } | UnreadableList;

/** One commune of a list that still has districts. */
export type CommuneOfDistrict = {
  readonly districtCode: string;
  readonly district: string;
  readonly code: string;
  readonly name: string;
};

/**
 * A unit that a list names as merged; `within` is the district, which distinguishes units of the same name.
 */
export type MergedUnit = { readonly name: string; readonly within: string | null };
export type MergedCommune = {
  readonly code: string;
  readonly name: string;
  readonly mergedFrom: readonly MergedUnit[];
};

/** Reads a list with the columns district_code, district, commune_code, commune. */
export const parseDistricts = (text: string): Parsed<CommuneOfDistrict> =>
  parseTable(
    text,
    ['district_code', 'district', 'commune_code', 'commune'],
    ([districtCode, district, code, name]) => ({ districtCode, district, code, name }),
  );

/** Reads a list with the columns code, name, merged_from ("Xã A, Xã B (huyện C)"). */
export const parseMergers = (text: string): Parsed<MergedCommune> =>
  parseTable(text, ['code', 'name', 'merged_from'], ([code, name, merged]) => ({
    code,
    name,
    mergedFrom: merged.split(commaOutsideParentheses).map(parseMerged),
  }));

/** Reads a list with the columns code, name. */
export const parseUnits = (text: string): Parsed<{ readonly code: string; readonly name: string }> =>
  parseTable(text, ['code', 'name'], ([code, name]) => ({ code, name }));

/**
 * Reads a list with the columns gone_code, code, source: what became of units that another list leaves out.
 */
export const parseSuccessors = (text: string): Parsed<{ readonly goneCode: string; readonly code: string }> =>
  parseTable(text, ['gone_code', 'code', 'source'], ([goneCode, code]) => ({ goneCode, code }));

const commaOutsideParentheses = /,(?![^(]*\))/;

function parseMerged(text: string): MergedUnit {
  const { name = text, within = null } =
    /^(?<name>[^(]+)\((?<within>[^)]+)\)$/.exec(text.trim())?.groups ?? {};
  return { name: name.trim(), within: within?.trim() ?? null };
}

/**
 * Reads a table with these columns. Official files contain a byte order mark, other invisible characters,
 * Windows line ends, decomposed letters and stray blanks.
 */
function parseTable<const Columns extends readonly string[], Row>(
  text: string,
  columns: Columns,
  toRow: (cells: { readonly [K in keyof Columns]: string }) => Row,
): Parsed<Row> {
  const [header = [], ...lines] = asShown(text)
    .normalize('NFC')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
  if (header.join('\t') !== columns.join('\t')) {
    return { ok: false, detail: `the first line must name the columns ${columns.join(', ')}` };
  }
  const rows: Row[] = [];
  for (const [index, cells] of lines.entries()) {
    if (!fits(cells, columns)) {
      return { ok: false, detail: `row ${index + 1} must have ${columns.length} cells, none of them empty` };
    }
    rows.push(toRow(cells));
  }
  return rows.length === 0 ? { ok: false, detail: 'the list is empty' } : { ok: true, rows };
}

const fits = <const Columns extends readonly string[]>(
  cells: readonly string[],
  columns: Columns,
): cells is { readonly [K in keyof Columns]: string } =>
  cells.length === columns.length && cells.every((cell) => cell !== '');
