import { unzipSync } from 'fflate';
import { Parser } from 'saxen';
import { formatCode, shownNumber } from './number-format.ts';
import { type SheetCell, type SheetTable, shownIn } from './sheet-cell.ts';

interface Bounds {
  readonly rows: number;
  readonly columns: number;
  /** Characters in a cell. */
  readonly length: number;
}

/**
 * The cells of the first visible sheet of an XLSX file (ECMA-376 part 1, 18).
 * @param bounds a cell outside them makes the sheet `too-large`
 * @throws Error if it is not such a file
 */
export function readXlsx(file: Uint8Array, bounds: Bounds): SheetTable | 'too-large' {
  const at = workbookPath(partsOf(file, ['_rels/.rels'])['_rels/.rels'] ?? '');
  const folder = at.slice(0, at.lastIndexOf('/') + 1);
  const relationsAt = `${folder}_rels/${at.slice(folder.length)}.rels`;
  const { [at]: workbook, [relationsAt]: relations } = partsOf(file, [at, relationsAt]);
  if (workbook === undefined || relations === undefined) throw new Error('no workbook');
  const { sheetIds, since1904 } = readWorkbook(workbook);
  const targets = readRelations(relations, folder);
  const sheet = sheetIds.map((id) => targets.find((each) => each.id === id)).find(isOf('worksheet'));
  if (sheet === undefined) throw new Error('no sheet that shows');
  const styles = targets.find(isOf('styles'))?.path ?? '';
  const texts = targets.find(isOf('sharedStrings'))?.path ?? '';
  const parts = partsOf(file, [sheet.path, styles, texts]);
  const sheetText = parts[sheet.path];
  if (sheetText === undefined) throw new Error('the sheet is not there');
  return readCells(
    sheetText,
    { formats: readStyles(parts[styles] ?? ''), texts: readTexts(parts[texts] ?? ''), since1904 },
    bounds,
  );
}

/** The texts of those parts of the file that exist. */
function partsOf(file: Uint8Array, paths: readonly string[]): Readonly<Record<string, string>> {
  const parts = unzipSync(file, { filter: ({ name }) => paths.includes(name) });
  return Object.fromEntries(
    // The byte order mark tells the encoding. No known spreadsheet writer produces UTF-16 without one.
    Object.entries(parts).map(([name, bytes]) => [
      name,
      new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8').decode(
        bytes,
      ),
    ]),
  );
}

interface Element {
  /** Without its namespace prefix. */
  readonly name: string;
  /** By name without prefix; entities are resolved. */
  readonly attribute: (name: string) => string | undefined;
}

/**
 * Visits the elements of a part in order; none if the part is missing from the file. `close` receives the
 * text directly inside the element.
 */
function walk(
  part: string,
  { open, close }: { open: (element: Element) => void; close?: (name: string, text: string) => void },
): void {
  if (part === '') return;
  const parser = new Parser();
  let text = '';
  parser.on('openTag', (name, attributes, decode) => {
    text = '';
    open({
      name: local(name),
      attribute: (wanted) => {
        const all = attributes();
        const written = all[wanted] ?? Object.entries(all).find(([each]) => local(each) === wanted)?.[1];
        return written && decode(written);
      },
    });
  });
  parser.on('text', (part, decode) => (text += decode(part)));
  parser.on('cdata', (part) => (text += part));
  parser.on('closeTag', (name) => {
    close?.(local(name), text);
    text = '';
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.parse(part);
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

interface Target {
  readonly id: string;
  readonly type: string;
  readonly path: string;
}

const isOf =
  (type: string) =>
  (target: Target | undefined): boolean =>
    target?.type === type;

function readRelations(part: string, folder: string): readonly Target[] {
  const targets: Target[] = [];
  walk(part, {
    open: ({ name, attribute }) => {
      if (name !== 'Relationship') return;
      const path = attribute('Target') ?? '';
      targets.push({
        id: attribute('Id') ?? '',
        type: (attribute('Type') ?? '').split('/').at(-1) ?? '',
        path: path.startsWith('/') ? path.slice(1) : `${folder}${path.replace(/^\.\//, '')}`,
      });
    },
  });
  return targets;
}

const workbookPath = (relations: string): string =>
  readRelations(relations, '').find(isOf('officeDocument'))?.path ?? 'xl/workbook.xml';

function readWorkbook(part: string): { readonly sheetIds: readonly string[]; readonly since1904: boolean } {
  const sheetIds: string[] = [];
  let since1904 = false;
  walk(part, {
    open: ({ name, attribute }) => {
      if (name === 'workbookPr') since1904 = isTrue(attribute('date1904'));
      // The other values are "hidden" and "veryHidden".
      if (name === 'sheet' && (attribute('state') ?? 'visible') === 'visible')
        sheetIds.push(attribute('id') ?? '');
    },
  });
  return { sheetIds, since1904 };
}

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true';

/** The number format of each cell style, by the style's index. */
function readStyles(part: string): readonly string[] {
  const own = new Map<number, string>();
  const ids: number[] = [];
  let inCells = false;
  walk(part, {
    open: ({ name, attribute }) => {
      if (name === 'numFmt') own.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) ids.push(Number(attribute('numFmtId') ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  const codes = new Map([...new Set(ids)].map((id) => [id, formatCode(id, own)]));
  return ids.map((id) => codes.get(id) ?? 'General');
}

/** The shared texts, which cells refer to by index. Pronunciation (`rPh`) is not part of a cell's text. */
function readTexts(part: string): readonly string[] {
  const texts: string[] = [];
  let text = '';
  let spoken = false;
  walk(part, {
    open: ({ name }) => {
      if (name === 'si') text = '';
      if (name === 'rPh') spoken = true;
    },
    close: (name, own) => {
      if (name === 't' && !spoken) text += own;
      if (name === 'rPh') spoken = false;
      if (name === 'si') texts.push(unescaped(text));
    },
  });
  return texts;
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
const unescaped = (text: string): string =>
  text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

interface Book {
  readonly formats: readonly string[];
  readonly texts: readonly string[];
  readonly since1904: boolean;
}

class TooLarge extends Error {}

/**
 * A row or cell without a position follows the one before it. Empty cells do not count towards the bounds.
 */
function readCells(part: string, book: Book, bounds: Bounds): SheetTable | 'too-large' {
  const rows: SheetCell[][] = [];
  let row = 0;
  let column = 0;
  let inRow = false;
  let type = 'n';
  let style = 0;
  let value: string | undefined;
  let spoken = false;
  const put = (cell: SheetCell): void => {
    if (cell === '') return;
    if (row > bounds.rows || column > bounds.columns || shownIn(cell).length > bounds.length)
      throw new TooLarge();
    while (rows.length < row) rows.push([]);
    const cells = rows[row - 1] ?? [];
    while (cells.length < column) cells.push('');
    cells[column - 1] = cell;
  };
  try {
    walk(part, {
      open: ({ name, attribute }) => {
        if (name === 'row') {
          if (inRow) throw new Error('a row within a row');
          inRow = true;
          row = placeOf(attribute('r'), /^(\d+)$/, Number, row);
          column = 0;
        } else if (name === 'c') {
          column = placeOf(attribute('r'), /^([A-Za-z]+)\d*$/, columnNumber, column);
          type = attribute('t') ?? 'n';
          style = Number(attribute('s') ?? 0);
          value = undefined;
        } else if (name === 'rPh') spoken = true;
      },
      close: (name, text) => {
        if (name === 'row') inRow = false;
        else if (name === 'rPh') spoken = false;
        // An inline text may consist of several runs.
        else if (name === 't' && !spoken) value = (value ?? '') + text;
        else if (name === 'v') value = text;
        else if (name === 'c' && value !== undefined) put(cellOf(type, style, value, book));
      },
    });
  } catch (error) {
    if (error instanceof TooLarge) return 'too-large';
    throw error;
  }
  return rows;
}

function placeOf(
  written: string | undefined,
  form: RegExp,
  count: (text: string) => number,
  before: number,
): number {
  if (written === undefined) return before + 1;
  const place = count(form.exec(written)?.[1] ?? '');
  if (place < 1) throw new Error(`no place: ${written}`);
  return place;
}

/** A is 1, Z is 26, AA is 27. */
const columnNumber = (letters: string): number =>
  letters
    .toUpperCase()
    .split('')
    .reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

function cellOf(type: string, style: number, value: string, { formats, texts, since1904 }: Book): SheetCell {
  switch (type) {
    case 's': {
      const text = texts[Number(value)];
      if (text === undefined) throw new Error(`no text ${value}`);
      return text.trim();
    }
    case 'str':
    case 'inlineStr':
      return unescaped(value).trim();
    case 'b':
      return isTrue(value) ? 'TRUE' : 'FALSE';
    case 'e':
      return { is: 'error', shown: value };
    case 'd':
      return { is: 'day', shown: value.slice(0, 'YYYY-MM-DD'.length) };
    case 'n': {
      if (value.trim() === '') return '';
      const number = Number(value);
      if (!Number.isFinite(number)) throw new Error(`no number: ${value}`);
      return shownNumber(number, formats[style] ?? 'General', since1904);
    }
    default:
      throw new Error(`no type of cell: ${type}`);
  }
}
