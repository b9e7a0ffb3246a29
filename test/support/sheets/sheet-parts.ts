import { strToU8, zipSync } from 'fflate';

const spreadsheets = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const offices = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface Sheet {
  /** The rows and other elements of a worksheet. */
  readonly sheet: string;
  readonly state?: 'hidden' | 'veryHidden';
}

/** A minimal XLSX file of the given parts. */
export const xlsxOf = (
  sheets: readonly Sheet[],
  more: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync(
      Object.fromEntries(
        Object.entries({
          'xl/workbook.xml': `<workbook ${spreadsheets} xmlns:r="${offices}"><sheets>${sheets
            .map(
              ({ state = 'visible' }, at) =>
                `<sheet name="s${at}" sheetId="${at + 1}" state="${state}" r:id="rId${at + 1}"/>`,
            )
            .join('')}</sheets></workbook>`,
          'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
            .map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`))
            .join(
              '',
            )}${relation('rIdS', 'styles', 'styles.xml')}${relation('rIdT', 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
          ...Object.fromEntries(
            sheets.map(({ sheet }, at) => [
              `xl/worksheets/sheet${at + 1}.xml`,
              `<worksheet ${spreadsheets}>${sheet}</worksheet>`,
            ]),
          ),
          ...more,
        }).map(([name, text]) => [name, strToU8(text)]),
      ),
      { level: 9 },
    ),
  );

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${offices}/${type}" Target="${target}"/>`;

/** The number formats; each style has the index of its format. */
export const stylesOf = (formats: readonly string[]): Readonly<Record<string, string>> => ({
  'xl/styles.xml': `<styleSheet ${spreadsheets}><numFmts>${formats
    .map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join('')}</numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs>${formats
    .map((_, at) => `<xf numFmtId="${164 + at}"/>`)
    .join('')}</cellXfs></styleSheet>`,
});

/** The content of a cell, without its reference. */
export const textCell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
export const numberCell = (value: number | string, style?: number): string =>
  `<c${style === undefined ? '' : ` s="${style}"`}><v>${value}</v></c>`;
export const errorCell = (error: string): string => `<c t="e"><f>VLOOKUP(A1,B:C,2,0)</f><v>${error}</v></c>`;
export const rowOf = (...cells: readonly string[]): string => `<row>${cells.join('')}</row>`;
export const rowsOf = (...rows: readonly string[]): string => `<sheetData>${rows.join('')}</sheetData>`;
