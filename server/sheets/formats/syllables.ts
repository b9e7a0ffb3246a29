const list = (words: string): readonly string[] => words.split(' ');

const onsets = ['', ...list('b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x')];

/**
 * Rhymes without a final consonant, by the index of the letter with the tone. Both "hoà" and "hòa" are in
 * use.
 */
const open = [
  list('a e ê i o ô ơ u ư y ia ua ưa oa oe uy ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu'),
  list('oa oe uy uê uơ uya iêu yêu oai oao oay oeo ươi ươu uôi uây uyu'),
];
/** Vowels before a final consonant, by the same index. */
const closed = [list('a ă â e ê i o ô ơ u ư y'), list('oa oă oe oo uâ uê uy iê yê ươ uô'), ['uyê']];
const nasals = list('m n ng nh');
const stops = list('c ch p t');

/** Grave, acute, tilde, hook, dot below. */
const tones = ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const tonesBeforeStops = ['\u0301', '\u0323'];

const toned = (rhyme: string, at: number, tones: readonly string[]): readonly string[] =>
  tones.map((tone) => `${rhyme.slice(0, at + 1)}${tone}${rhyme.slice(at + 1)}`.normalize('NFC'));

const rhymes = new Set([
  ...open.flatMap((rhymes, at) => rhymes.flatMap((rhyme) => toned(rhyme, at, ['', ...tones]))),
  ...closed.flatMap((nuclei, at) =>
    nuclei.flatMap((nucleus) => [
      ...nasals.flatMap((coda) => toned(nucleus + coda, at, ['', ...tones])),
      ...stops.flatMap((coda) => toned(nucleus + coda, at, tonesBeforeStops)),
    ]),
  ),
]);

/**
 * Whether a word can be a Vietnamese syllable, including its tone mark. Words of other languages of Vietnam
 * (Krông, Đắk) are not.
 * @param word in small letters, in NFC
 */
export const isSyllable = (word: string): boolean =>
  onsets.some((onset) => word.startsWith(onset) && rhymes.has(word.slice(onset.length)));
