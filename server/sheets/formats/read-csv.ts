import { parse } from 'csv-parse/sync';
import { legacyEncodingOf } from './legacy-encoding.ts';

/**
 * The cells of a CSV file as texts, starting with its first row.
 * @param mostRows the reader stops after this number of rows
 * @throws Error if it is not a CSV file in a known encoding
 */
export function readCsv(file: Buffer, mostRows: number): readonly (readonly string[])[] {
  const text = decoded(file);
  if (text !== undefined) return rowsOf(text, mostRows);
  // Programs without Unicode write one byte per letter. Only the words show which code it is.
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
  // Excel's `sep=` hint is not a row of the sheet.
  const [hint = '', told] = /^sep=([^\r\n])(?:\r\n?|\n|$)/i.exec(text) ?? [];
  const sheet = text.slice(hint.length);
  const [headings = ''] = /\S.*/.exec(sheet) ?? [];
  // Systems with decimal commas separate by semicolons; Excel's "Unicode text" has tabs.
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

/** Removes the apostrophe that write-table.ts puts before a cell that looks like a formula. */
const withoutGuard = (cell: string): string => (/^'+[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell);
