import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import type { SheetTable } from './sheet-cell.ts';

/** Limit of the unpacked size; a sheet of 10,000 rows has 3 MB. */
const mostUnpackedBytes = 50_000_000;
/** Including the headings. */
const mostRows = 20_001;
const mostColumns = 100;
/** Excel's limit of characters in a cell. */
const longestCell = 32_767;

/** The cells of the first visible sheet of an XLSX file, or of a CSV file. @throws Error if it is neither */
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
 * The unpacked size according to the directory of a zip file (APPNOTE 4.3.12, 4.3.16). The unpacker uses the
 * same directory and never writes more than it states, so a file that lies does no harm.
 */
function unpackedBytes(file: Buffer): number {
  let end = file.length - 22;
  while (end > 0 && file.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 20) throw new Error('a zip file without a directory');
  // Sizes beyond 4 GB are stored elsewhere; no sheet that we accept has them.
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
