import { xlsxOf as bookOf } from './sheet-parts.ts';

const xlsxOf = (sheet: string, more: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> =>
  bookOf([{ sheet }], more);

const cell = (at: string): string => `<c r="${at}" t="n"><v>1</v></c>`;
const row = (number: number, ...cells: readonly string[]): string =>
  `<row r="${number}">${cells.map(cell).join('')}</row>`;

/**
 * Files of a few hundred bytes to some kB that cost their reader seconds and gigabytes, or ended the server.
 */
export const hostileSheets: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  'a cell in the last row and column': xlsxOf(
    `<dimension ref="A1:XFD1048576"/><sheetData>${row(1, 'A1')}${row(1_048_576, 'XFD1048576')}</sheetData>`,
  ),
  'a row far beyond the last': xlsxOf(
    `<sheetData>${row(1, 'A1')}${row(999_999_999, 'A999999999')}</sheetData>`,
  ),
  // Ended the whole process, not only the reading thread.
  'a column far beyond the last': xlsxOf(`<sheetData>${row(1, 'A1', 'ZZZZZZ1')}</sheetData>`),
  'a column that is written in entities': xlsxOf(
    `<sheetData><row r="1">${cell('A1')}<c r="&#90;&#90;&#90;&#90;&#90;&#90;1" t="n"><v>1</v></c></row></sheetData>`,
  ),
  'two hundred thousand rows within each other': xlsxOf(
    `<sheetData>${'<row>'.repeat(200_000)}${'</row>'.repeat(200_000)}</sheetData>`,
  ),
  'a text of 40 MB': xlsxOf(`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`, {
    'xl/sharedStrings.xml': `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${'x'.repeat(40_000_000)}</t></si></sst>`,
  }),
  'a text of 60 MB': xlsxOf(`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`, {
    'xl/sharedStrings.xml': `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${'x'.repeat(60_000_000)}</t></si></sst>`,
  }),
  // Each style makes the reader parse the same long format.
  'a format of a million digits': xlsxOf(`<sheetData><row><c s="0"><v>1</v></c></row></sheetData>`, {
    'xl/styles.xml': `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="200" formatCode="${'0'.repeat(1_000_000)}"/></numFmts><cellXfs>${'<xf numFmtId="200"/>'.repeat(100_000)}</cellXfs></styleSheet>`,
  }),
  'ten thousand formats, each of another cell': xlsxOf(
    `<sheetData>${Array.from({ length: 10_000 }, (_, at) => `<row><c s="${at}"><v>${at}.5</v></c></row>`).join('')}</sheetData>`,
    {
      'xl/styles.xml': `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>${Array.from({ length: 10_000 }, (_, at) => `<numFmt numFmtId="${at + 200}" formatCode="${'0'.repeat(at % 900)}.0##&quot;${at}&quot;"/>`).join('')}</numFmts><cellXfs>${Array.from({ length: 10_000 }, (_, at) => `<xf numFmtId="${at + 200}"/>`).join('')}</cellXfs></styleSheet>`,
    },
  ),
  // For each tag a reader that searches back for its flag searches further.
  'a text of invisible characters': xlsxOf(
    `<sheetData><row><c t="inlineStr"><is><t>🏴${'\u{E0061}'.repeat(10_000)}${'\u200D'.repeat(10_000)}</t></is></c></row></sheetData>`,
  ),
  'a text of letters that could be of any code': xlsxOf(
    `<sheetData><row><c t="inlineStr"><is><t>${'X· '.repeat(10_000)}</t></is></c><c t="inlineStr"><is><t>${'·'.repeat(30_000)}</t></is></c></row></sheetData>`,
  ),
};
