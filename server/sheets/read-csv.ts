import { parse } from 'csv-parse/sync';
import { legacyEncodingOf } from './legacy-encoding.ts';

/**
 * The cells of a CSV file as texts, from its first row on.
 * @param mostRows that are read
 * @throws Error where it is none
 */
export function readCsv(file: Buffer, mostRows: number): readonly (readonly string[])[] {
  const text = decoded(file);
  if (text !== undefined) return rowsOf(text, mostRows);
  // A program that knows no Unicode writes one byte for each letter. Which one it meant shows by the words alone.
  const rows = rowsOf(new TextDecoder('windows-1252').decode(file), mostRows);
  if (legacyEncodingOf(rows.flat()) === null) throw new Error('in no known encoding');
  return rows;
}

function decoded(file: Buffer): string | undefined {
  const encoding =
    file[0] === 0xff && file[1] === 0xfe
      ? 'utf-16le'
      : file[0] === 0xfe && file[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(file);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function rowsOf(text: string, mostRows: number): readonly (readonly string[])[] {
  // What Excel is told so is no row of the sheet.
  const [hint = '', told] = /^sep=([^\r\n])(?:\r\n?|\n|$)/i.exec(text) ?? [];
  const sheet = text.slice(hint.length);
  const [headings = ''] = /\S.*/.exec(sheet) ?? [];
  // A computer that writes decimal commas separates by semicolons; "Unicode text" has tabs.
  const [guess = ','] = [';', '\t', ','].toSorted((a, b) => count(headings, b) - count(headings, a));
  const rows: readonly (readonly string[])[] = parse(sheet, {
    delimiter: told ?? guess,
    relax_column_count: true,
    trim: true,
    to: mostRows,
  });
  return rows.map((row) => row.map(withoutGuard));
}

const count = (text: string, part: string): number => text.split(part).length;

/** What write-table.ts puts before a cell that a spreadsheet would take for a formula. */
const withoutGuard = (cell: string): string => (/^'+[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell);
