import { stringify } from 'csv-stringify/sync';
import writeXlsxFile from 'write-excel-file/node';
import type { SheetFormat } from '../../../protocol/rest/sheets.ts';
import type { Cell } from '../work.ts';

type Rows = readonly (readonly Cell[])[];

/** A table as the bytes of a file. No cell becomes a formula when the file is opened, whatever its text. */
export const writeTable = async (rows: Rows, format: SheetFormat): Promise<Uint8Array> =>
  format === 'xlsx' ? xlsxOf(rows) : Buffer.from(csvOf(rows));

/** Stores texts as texts, so no spreadsheet computes them. */
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

/**
 * Characters that write-excel-file 4.1.1 removes: XML cannot hold them or discourages them (XML 1.0, 2.2).
 */
const leftOut = /(?![\t\n\r\u0085])\p{Cc}|\p{Noncharacter_Code_Point}|\uFFFD/gu;

/**
 * Escapes "_x0041_", which would be read as "A" (ECMA-376 part 1, 22.9.2.19). Also escapes the characters
 * that the library removes, and texts with the name of a property of every object: the library keeps its
 * texts in a plain object and would believe that it has them already.
 */
const escaped = (text: string): string => {
  const plain = text
    .replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(leftOut, (character) => character.split('').map(unit).join(''));
  return plain in {} ? `${unit(plain)}${plain.slice(1)}` : plain;
};

/** The first UTF-16 unit of a text, escaped. */
const unit = (text: string): string => `_x${text.charCodeAt(0).toString(16).padStart(4, '0')}_`;

/**
 * With a byte order mark, so that spreadsheets detect UTF-8, and with every cell quoted. Cells that a
 * spreadsheet would take for a formula get an apostrophe in front (OWASP, CSV Injection); read-csv.ts removes
 * it again.
 */
const csvOf = (rows: Rows): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guarded(cell) : cell))),
    { bom: true, quoted: true, quoted_empty: true, record_delimiter: 'windows' },
  );

const guarded = (cell: string): string => (/^'*[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell);
