const anyMark = /\p{M}/gu;
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
const word = /\S+/g;

const spaced = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/**
 * A name for search: lower case, without tones and other marks, đ as d. "Xuân Hoà", "Xuân Hòa" and "xuan hoa" fold to
 * one text.
 */
export const fold = (text: string): string =>
  spaced(text.normalize('NFD').toLowerCase().replaceAll(anyMark, '').replaceAll('đ', 'd'));

/**
 * A name for comparison: tones and letters count, but neither case nor on which letter of its syllable a tone stands
 * ("hoà" and "hòa" are two spellings of one word, and both occur in official lists).
 */
export const nameKey = (text: string): string =>
  spaced(text.normalize('NFD').toLowerCase()).replaceAll(
    word,
    (syllable) => syllable.replaceAll(tones, '') + (syllable.match(tones) ?? []).join(''),
  );
