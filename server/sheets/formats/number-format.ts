import { dateFromSerial, format, isDateFormat, isValidFormat } from 'numfmt';
import type { SheetCell } from './sheet-cell.ts';

/** Formats that files refer to only by number (ECMA-376 part 1, 18.8.30), except the general one. */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'm/d/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yyyy h:mm',
  37: '#,##0;(#,##0)',
  38: '#,##0;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
};

/** Excel's limit for the length of a format. A longer one is treated as hostile. */
const longestFormat = 255;

/** The format code of a number format id. `own` holds the formats that the file defines. */
export const formatCode = (id: number, own: ReadonlyMap<number, string>): string => {
  const code = own.get(id) ?? builtIn[id] ?? 'General';
  return code.length <= longestFormat && isValidFormat(code) ? code : 'General';
};

/**
 * The text that a cell with a number shows.
 * @param value as in the file; a day is a count of days
 * @param code a valid format
 * @param since1904 whether days are counted from 1904 rather than 1900
 */
export function shownNumber(value: number, code: string, since1904: boolean): SheetCell {
  if (isDateFormat(code)) {
    const [year, month, day] = dateFromSerial(value + (since1904 ? daysTo1904 : 0)) ?? [];
    if (year !== undefined && month !== undefined && day !== undefined && value >= 1 && year <= 9_999) {
      return { is: 'day', shown: [year, ...[month, day].map(twoDigits)].join('-') };
    }
  }
  const shown = format(code, value, { throws: false }).trim();
  return shown === '' || spellsDigits(code, value, shown) ? shown : { is: 'number', shown };
}

const twoDigits = (part: number): string => String(part).padStart(2, '0');

const daysTo1904 = 1_462;

/**
 * Whether a format fixes the number of digits, as 00000 does: its author made sure that no leading zero is
 * lost. The general format, and formats that round, group or leave out zeros, do not tell what was typed.
 */
function spellsDigits(code: string, value: number, shown: string): boolean {
  const [positive = ''] = code.split(';');
  const [whole = ''] = positive.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, '').split('.');
  if (/[%e,]/i.test(whole)) return false;
  return whole.split('0').length > 2 || (/^\D*0\d/.test(shown) && value !== 0);
}
