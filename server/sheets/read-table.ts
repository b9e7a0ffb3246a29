import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import type { SheetTable } from './sheet-cell.ts';

/** Of what a file unpacks to; a sheet of 10,000 rows has 3 MB. */
const mostUnpackedBytes = 50_000_000;
/** With the headings. */
const mostRows = 20_001;
const mostColumns = 100;
/** As many characters as a cell may have in Excel. */
const longestCell = 32_767;

/** The cells of the first sheet of an XLSX file that is not hidden, or of a CSV file. @throws Error where it is neither */
export function readTable(bytes: Uint8Array): SheetTable | 'too-large' {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, 4).equals(zipEntry)) {
    return unpackedBytes(file) > mostUnpackedBytes
      ? 'too-large'
      : readXlsx(file, { rows: mostRows, columns: mostColumns, length: longestCell });
  }
  const rows = readCsv(file, mostRows + 1);
  return rows.length > mostRows || rows.some(isTooLarge) ? 'too-large' : rows;
}

const isTooLarge = (row: readonly string[]): boolean =>
  row.length > mostColumns || row.some(({ length }) => length > longestCell);

const zipEntry = Buffer.from('PK\u0003\u0004');
const endOfDirectory = 0x06054b50;
const largeDirectory = 0x07064b50;

/**
 * What the directory of a zip file says that its entries hold (APPNOTE 4.3.12, 4.3.16). The unpacker goes by the same directory
 * and never writes more than it says, so nothing goes off in a file that lies.
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
