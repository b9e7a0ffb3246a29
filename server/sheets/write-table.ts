import { stringify } from 'csv-stringify/sync';
import writeXlsxFile from 'write-excel-file/node';
import type { SheetFormat } from '../../protocol/rest/sheets.ts';
import type { Cell } from './work.ts';

type Rows = readonly (readonly Cell[])[];

/** A table as the bytes of a file. No cell is a formula when the file is opened, whatever stands in it. */
export const writeTable = async (rows: Rows, format: SheetFormat): Promise<Uint8Array> =>
  format === 'xlsx' ? xlsxOf(rows) : Buffer.from(csvOf(rows));

/** Texts are stored as texts, which no spreadsheet computes. */
async function xlsxOf([headings = [], ...rows]: Rows): Promise<Uint8Array> {
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map((cell) => String(cell).length)),
  );
  const sheet = [
    headings.map((heading) => ({ value: String(heading), fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? escaped(cell) : cell))),
  ];
  return writeXlsxFile(sheet, {
    stickyRowsCount: 1,
    columns: widths.map((width) => ({ width: Math.min(width + 2, 50) })),
  }).toBuffer();
}

/** What write-excel-file 4.1.1 leaves out of a text: what XML cannot hold, or would rather not (XML 1.0, 2.2). */
const leftOut = /(?![\t\n\r\u0085])\p{Cc}|\p{Noncharacter_Code_Point}|\uFFFD/gu;

/**
 * "_x0041_" would be read as "A" (ECMA-376 part 1, 22.9.2.19). So is written what the library leaves out, and what bears the name of
 * a property of every object: it keeps its texts in one, and takes them for there already.
 */
const escaped = (text: string): string => {
  const plain = text
    .replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(leftOut, (character) => character.split('').map(unit).join(''));
  return plain in {} ? `${unit(plain)}${plain.slice(1)}` : plain;
};

/** The first UTF-16 unit of a text. */
const unit = (text: string): string => `_x${text.charCodeAt(0).toString(16).padStart(4, '0')}_`;

/**
 * With a byte order mark, by which spreadsheets know UTF-8, and every cell quoted. Cells that a spreadsheet would take for
 * a formula begin with an apostrophe (OWASP, CSV Injection), which read-table.ts takes away again.
 */
const csvOf = (rows: Rows): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guarded(cell) : cell))),
    { bom: true, quoted: true, quoted_empty: true, record_delimiter: 'windows' },
  );

const guarded = (cell: string): string => (/^'*[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell);
