import type { LegacyEncoding } from '../../protocol/rest/sheets.ts';
import { isSyllable } from './syllables.ts';

/*
 * Before Unicode, Vietnamese was written with fonts that draw its letters in the places of Western ones. What such a text says shows
 * in these fonts alone: "Xã Tam Hồng" is kept as "X· Tam Hång" (TCVN3) or "Xaõ Tam Hoàng" (VNI).
 */

/** Each letter in Unicode, and what stands for it. Of TCVN3, most capitals are the small letters in fonts of their own. */
const unicode = 'àáảãạâầấẩẫậăằắẳẵặđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ';
const tcvn3 = 'µ¸¶·¹©ÇÊÈÉË¨»¾¼½Æ®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00ADõøö÷ùúýûüþ';
const vps = 'àáäãåâÀÃÄÅÆæ¢¡£¤¥ÇèéÈëËêŠ‰‹ÍŒìíÌïÎòóÕõ†ôÒÓ°‡¶Ö©§ª«®ùúûÛøÜØÙº»¿ÿš›Ïœ';
const tcvn3Capitals = ['ĂÂÊÔƠƯĐ', '¡¢£¤¥¦§'] as const;
/** As far as they are no control characters, which no spreadsheet keeps. */
const vpsCapitals = ['ÀÁÃĂÂĐÈÉẺẼÊÌÍỈĨÒÓỎÕÔƠÙÚỦŨƯÝỲỶỸ', '€Á‚ˆÂñ×ÉÞþÊµ´·¸¼¹½¾Ô÷¨ÚÑ¬ÐÝ²ý³'] as const;
/** In VNI a mark follows its letter, by these rows: plain, with a circumflex, with a breve or horn. */
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
/** The bytes from 80 to 9F, where Latin-1 has control characters and Windows has letters. */
const asWindows = (text: string): string =>
  text.replaceAll(/[\u0080-\u009F]/g, (control) => western.decode(Uint8Array.of(control.charCodeAt(0))));

/** Letters of Vietnamese that no Western code has: where they stand, it is Unicode. */
const beyondWestern =
  /[\u0100-\u0151\u0154-\u015F\u0162-\u0177\u0179-\u017C\u01A0-\u01B0\u1E00-\u1EFF]|\p{Mn}/u;

/** Quotation marks and dashes are between words; so is what ASCII has beside letters. */
const between = /[\s\u0021-\u0040[-`{-~\u00A0“”‘’–—…]+/;
const isPlain = (word: string): boolean => /^[A-Za-z]*$/.test(word);

/** A word that is written in capitals, or begins with one, or has none. */
const isOneCase = (word: string): boolean => {
  const tail = word.slice(1);
  return tail === tail.toLowerCase() || word === word.toUpperCase();
};

const isWord = (word: string): boolean => isOneCase(word) && isSyllable(word.toLowerCase());

/** @returns the text in Unicode, as far as the code has its letters */
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

/** A font of capitals draws the small letters of TCVN3; the plain letters beside them are capitals. */
const isInCapitals = (word: string): boolean => /[A-Z].*[A-Z]/.test(word) && !/[a-z]/.test(word);

/**
 * Whether a text is in that code by its own words: in Unicode they would be Vietnamese, every one that is not plain, and as they
 * stand at least one is not.
 */
function isIn(text: string, encoding: LegacyEncoding): boolean {
  if (beyondWestern.test(text)) return false;
  const words = text.split(between).filter((word) => !isPlain(word));
  return words.some((word) => word.length > 1 && !isWord(word)) && canBe(text, encoding);
}

/** Whether its words would be Vietnamese in Unicode, if it were in that code. */
const canBe = (text: string, encoding: LegacyEncoding): boolean =>
  !beyondWestern.test(text) &&
  text
    .split(between)
    .filter((word) => !isPlain(word))
    .every((word) => isWord(inUnicode(word, encoding)));

/** In which code the most of the texts are that are in one; null where none is. */
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
 * Which of the texts of one column are in a code. In a column without Unicode's own letters, where one text is, so are those that
 * could be either ("Hoàng" is a word itself, and "Hồng" in VNI).
 */
export function areIn(texts: readonly string[], encoding: LegacyEncoding): readonly boolean[] {
  const certain = texts.map((text) => isIn(text, encoding));
  if (!certain.includes(true) || texts.some((text) => beyondWestern.test(text))) return certain;
  return texts.map((text) => inUnicode(text, encoding) !== text && canBe(text, encoding));
}
