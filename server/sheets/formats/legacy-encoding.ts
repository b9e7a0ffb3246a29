import type { LegacyEncoding } from '../../../protocol/rest/sheets.ts';
import { isSyllable } from './syllables.ts';

/*
 * Before Unicode, Vietnamese was written with fonts that draw its letters in place of Western ones. Such a text
 * is readable only in these fonts: "Xã Tam Hồng" is stored as "X· Tam Hång" (TCVN3) or "Xaõ Tam Hoàng" (VNI).
 */

/**
 * Letters in Unicode, and below their codes. TCVN3 writes most capitals as small letters in fonts of
 * capitals.
 */
const unicode = 'àáảãạâầấẩẫậăằắẳẵặđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ';
const tcvn3 = 'µ¸¶·¹©ÇÊÈÉË¨»¾¼½Æ®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00ADõøö÷ùúýûüþ';
const vps = 'àáäãåâÀÃÄÅÆæ¢¡£¤¥ÇèéÈëËêŠ‰‹ÍŒìíÌïÎòóÕõ†ôÒÓ°‡¶Ö©§ª«®ùúûÛøÜØÙº»¿ÿš›Ïœ';
const tcvn3Capitals = ['ĂÂÊÔƠƯĐ', '¡¢£¤¥¦§'] as const;
/** Without the capitals whose codes are control characters: no spreadsheet keeps those. */
const vpsCapitals = ['ÀÁÃĂÂĐÈÉẺẼÊÌÍỈĨÒÓỎÕÔƠÙÚỦŨƯÝỲỶỸ', '€Á‚ˆÂñ×ÉÞþÊµ´·¸¼¹½¾Ô÷¨ÚÑ¬ÐÝ²ý³'] as const;
/** In VNI a mark follows its letter. Rows: plain, with a circumflex, with a breve, with a horn. */
const vniMarks = [
  ['aeouy', 'øùûõï', ['àáảãạ', 'èéẻẽẹ', 'òóỏõọ', 'ùúủũụ', 'ỳýỷỹ']],
  ['aeo', 'âàáåãä', ['âầấẩẫậ', 'êềếểễệ', 'ôồốổỗộ']],
  ['a', 'êèéúüë', ['ăằắẳẵặ']],
  ['ôö', 'øùûõï', ['ờớởỡợ', 'ừứửữự']],
] as const;
const vniLetters = ['đìíỉĩịơưỵ', 'ñìíæóòôöî'] as const;

const pairs = (letters: string, shown: string): (readonly [string, string])[] =>
  letters.split('').map((letter, at) => [shown[at] ?? '', letter]);

const vniPairs = [
  ...vniMarks.flatMap(([bases, marks, letters]) =>
    bases
      .split('')
      .flatMap((base, at) =>
        (letters[at] ?? '').split('').map((letter, mark) => [`${base}${marks[mark] ?? ''}`, letter] as const),
      ),
  ),
  ...pairs(...vniLetters),
];

const tables: Readonly<Record<LegacyEncoding, ReadonlyMap<string, string>>> = {
  tcvn3: new Map([...pairs(unicode, tcvn3), ...pairs(...tcvn3Capitals)]),
  vni: new Map(
    vniPairs.flatMap(([shown, letter]) => {
      const [base = '', mark = ''] = shown;
      const capital = base.toUpperCase();
      const inCapitals = [`${capital}${mark}`, `${capital}${mark.toUpperCase()}`];
      return [[shown, letter], ...inCapitals.map((each) => [each, letter.toUpperCase()] as const)] as const;
    }),
  ),
  vps: new Map([...pairs(unicode, vps), ...pairs(...vpsCapitals)]),
};

const encodings = ['tcvn3', 'vni', 'vps'] as const satisfies readonly LegacyEncoding[];

const western = new TextDecoder('windows-1252');
/** Converts the bytes from 80 to 9F, which are control characters in Latin-1 and letters in Windows-1252. */
const asWindows = (text: string): string =>
  text.replaceAll(/[\u0080-\u009F]/g, (control) => western.decode(Uint8Array.of(control.charCodeAt(0))));

/** Vietnamese letters that no Western code has: a text that contains one is Unicode. */
const beyondWestern =
  /[\u0100-\u0151\u0154-\u015F\u0162-\u0177\u0179-\u017C\u01A0-\u01B0\u1E00-\u1EFF]|\p{Mn}/u;

/** Separators of words: white space, quotation marks, dashes and all ASCII characters except letters. */
const between = /[\s\u0021-\u0040[-`{-~\u00A0“”‘’–—…]+/;
const isPlain = (word: string): boolean => /^[A-Za-z]*$/.test(word);

/** Whether a word is all small letters, all capitals, or only begins with a capital. */
const isOneCase = (word: string): boolean => {
  const tail = word.slice(1);
  return tail === tail.toLowerCase() || word === word.toUpperCase();
};

const isWord = (word: string): boolean => isOneCase(word) && isSyllable(word.toLowerCase());

/** @returns the text in Unicode; characters that are not in the code stay as they are */
export const inUnicode = (text: string, encoding: LegacyEncoding): string =>
  asWindows(text).replaceAll(eachWord, (word) => {
    const result = converted(word, tables[encoding]);
    return encoding === 'tcvn3' && isInCapitals(word) ? result.toUpperCase() : result;
  });

const eachWord = /[^\s]+/g;

function converted(word: string, table: ReadonlyMap<string, string>): string {
  let result = '';
  for (let at = 0; at < word.length; at += 1) {
    const pair = table.get(word.slice(at, at + 2));
    result += pair ?? table.get(word[at] ?? '') ?? word[at] ?? '';
    if (pair !== undefined) at += 1;
  }
  return result;
}

/**
 * Fonts of capitals draw the small letters of TCVN3 as capitals; the plain letters beside them are then
 * capitals, too.
 */
const isInCapitals = (word: string): boolean => /[A-Z].*[A-Z]/.test(word) && !/[a-z]/.test(word);

/**
 * Whether the words of a text show that it is in that code: after conversion each word that is not plain
 * ASCII would be Vietnamese, and without conversion at least one is not.
 */
function isIn(text: string, encoding: LegacyEncoding): boolean {
  if (beyondWestern.test(text)) return false;
  const words = text.split(between).filter((word) => !isPlain(word));
  return words.some((word) => word.length > 1 && !isWord(word)) && canBe(text, encoding);
}

/** Whether all its words would be Vietnamese after conversion from that code. */
const canBe = (text: string, encoding: LegacyEncoding): boolean =>
  !beyondWestern.test(text) &&
  text
    .split(between)
    .filter((word) => !isPlain(word))
    .every((word) => isWord(inUnicode(word, encoding)));

/** The code that most of the texts with a recognised code are in; null if there is none. */
export function legacyEncodingOf(texts: readonly string[]): LegacyEncoding | null {
  const odd = texts.filter((text) => !/^[\0-\u007F]*$/.test(text));
  const counted = encodings.map((encoding) => ({
    encoding,
    count: odd.filter((text) => isIn(text, encoding)).length,
  }));
  const [most] = counted.toSorted((a, b) => b.count - a.count);
  return most === undefined || most.count === 0 ? null : most.encoding;
}

/**
 * Tells which texts of one column are in a code. If the column has no letters that only Unicode has and one
 * text is certainly in the code, texts that could be either count as well ("Hoàng" is a word itself, and
 * "Hồng" in VNI).
 */
export function areIn(texts: readonly string[], encoding: LegacyEncoding): readonly boolean[] {
  const certain = texts.map((text) => isIn(text, encoding));
  if (!certain.includes(true) || texts.some((text) => beyondWestern.test(text))) return certain;
  return texts.map((text) => inUnicode(text, encoding) !== text && canBe(text, encoding));
}
