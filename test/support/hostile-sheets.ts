import { strToU8, zipSync } from 'fflate';

const workbook =
  '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>';
const relations =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>';

/** An XLSX file as small as one can be. */
const xlsxOf = (sheet: string, more: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync(
      Object.fromEntries(
        Object.entries({
          'xl/workbook.xml': workbook,
          'xl/_rels/workbook.xml.rels': relations,
          'xl/worksheets/sheet1.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${sheet}</worksheet>`,
          ...more,
        }).map(([name, text]) => [name, strToU8(text)]),
      ),
      { level: 9 },
    ),
  );

const cell = (at: string): string => `<c r="${at}" t="n"><v>1</v></c>`;
const row = (number: number, ...cells: readonly string[]): string =>
  `<row r="${number}">${cells.map(cell).join('')}</row>`;

/** Files of a few hundred bytes to some kB that took their reader seconds and gigabytes, or ended the server. */
export const hostileSheets: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  'a cell in the last row and column': xlsxOf(
    `<dimension ref="A1:XFD1048576"/><sheetData>${row(1, 'A1')}${row(1_048_576, 'XFD1048576')}</sheetData>`,
  ),
  'a row far beyond the last': xlsxOf(
    `<sheetData>${row(1, 'A1')}${row(999_999_999, 'A999999999')}</sheetData>`,
  ),
  // Ended the whole process, not the thread that read it.
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
};
