import { asShown } from '../../protocol/shown-text.ts';

const anyMark = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
const word = /\S+/g;
/** All characters that are typed, printed or mistaken for an apostrophe. */
const apostrophes = /['’‘ʼʹˈ`´′＇]/gu;
const hyphens = /\p{Pd}/gu;

const spaced = (text: string): string => asShown(text).trim().replaceAll(/\s+/g, ' ');

/**
 * A name for search: lower case, without tones and other marks, đ as d, without apostrophes, and with blanks
 * for hyphens. "Xuân Hoà", "Xuân Hòa" and "xuan hoa" fold to the same text, and so do "K'Dang" and "KDang",
 * "Phú Sơn-Lâm Hà" and "Phú Sơn Lâm Hà". `folded` (server/storage/expressions.ts) does the same in the
 * database.
 */
export const fold = (text: string): string =>
  spaced(
    text
      .normalize('NFD')
      .toLowerCase()
      .replaceAll(apostrophes, '')
      .replaceAll(hyphens, ' ')
      .replaceAll(anyMark, '')
      .replaceAll('đ', 'd'),
  );

/**
 * A name for comparison: tones and letters count; case does not, nor which letter of its syllable carries a
 * tone ("hoà" and "hòa" are two spellings of one word, and both occur in official lists).
 */
export const nameKey = (text: string): string =>
  spaced(text.normalize('NFD').toLowerCase()).replaceAll(
    word,
    (syllable) => syllable.replaceAll(tones, '') + (syllable.match(tones) ?? []).join(''),
  );
