import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/web-worker';

/** Of what a file unpacks to; a sheet of 10,000 rows has 3 MB. */
const mostUnpackedBytes = 50_000_000;
const mostRows = 20_000;
const mostColumns = 100;

/** The texts of a spreadsheet's cells. @throws Error where it is none */
export async function readTable(bytes: Uint8Array): Promise<readonly (readonly string[])[] | 'too-large'> {
  const file = Buffer.from(bytes);
  if (!file.subarray(0, 4).equals(zipEntry)) return bounded(readCsv(file));
  if (unpackedBytes(file) > mostUnpackedBytes || reachesTooFar(file)) return 'too-large';
  const cells: readonly (readonly unknown[])[] = await readSheet(new Uint8Array(file).buffer);
  return bounded(cells.map((row) => row.map(textOf)));
}

/** Rows without the headings. */
const bounded = (rows: readonly (readonly string[])[]) =>
  rows.length > mostRows + 1 || rows.some((row) => row.length > mostColumns) ? 'too-large' : rows;

function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 'YYYY-MM-DD'.length);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? String(cell).trim()
    : '';
}

const zipEntry = Buffer.from('PK\u0003\u0004');
const endOfDirectory = 0x06054b50;
const largeDirectory = 0x07064b50;

/**
 * What the directory of a zip file says that its entries hold (APPNOTE 4.3.12, 4.3.16). The library's unpacker goes by the
 * same directory and never writes more than it says, so nothing goes off in a file that lies.
 */
function unpackedBytes(file: Buffer): number {
  let end = file.length - 22;
  while (end > 0 && file.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 20) throw new Error('a zip file without a directory');
  // Sizes beyond 4 GB are written elsewhere; no sheet that we take has them.
  if (file.readUInt32LE(end - 20) === largeDirectory) return Infinity;
  let entry = file.readUInt32LE(end + 16);
  let sum = 0;
  for (let count = file.readUInt16LE(end + 8); count > 0; count -= 1) {
    sum += Math.max(file.readUInt32LE(entry + 20), file.readUInt32LE(entry + 24));
    entry +=
      46 + file.readUInt16LE(entry + 28) + file.readUInt16LE(entry + 30) + file.readUInt16LE(entry + 32);
  }
  return sum;
}

/**
 * Whether a cell or a row says that it stands beyond what is read. The library fills all places before it with empty cells: one
 * cell in the last column takes it gigabytes. It is found by what it looks like; whatever hides it ends at the limits of the process.
 */
function reachesTooFar(file: Buffer): boolean {
  const sheets = unzipSync(file, { filter: ({ name }) => /^xl\/worksheets\/[^/]+\.xml$/.test(name) });
  return Object.values(sheets).some((sheet) => {
    for (const [, column = '', row = ''] of strFromU8(sheet, true).matchAll(
      /\sr\s*=\s*["']([A-Za-z]*)(\d*)["']/g,
    )) {
      if (columnNumber(column) > mostColumns || Number(row) > mostRows + 1) return true;
    }
    return false;
  });
}

/** A is 1, Z is 26, AA is 27. */
const columnNumber = (letters: string): number =>
  letters
    .toUpperCase()
    .split('')
    .reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

function readCsv(file: Buffer): readonly (readonly string[])[] {
  const isUtf16 = file[0] === 0xff && file[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(file);
  const [headings = ''] = text.split(/[\r\n]/, 1);
  // A computer that writes decimal commas separates by semicolons; "Unicode text" has tabs.
  const [delimiter = ','] = [';', '\t', ','].toSorted((a, b) => count(headings, b) - count(headings, a));
  const rows: readonly (readonly string[])[] = parse(text, {
    delimiter,
    relax_column_count: true,
    trim: true,
    to: mostRows + 2,
  });
  return rows.map((row) => row.map(withoutGuard));
}

const count = (text: string, part: string): number => text.split(part).length;

/** What write-table.ts puts before a cell that a spreadsheet would take for a formula. */
const withoutGuard = (cell: string): string => (/^'+[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell);
