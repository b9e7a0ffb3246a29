import { ZxcvbnFactory, type ZxcvbnResult } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { fold } from '../../domain/sites/fold.ts';
import { longestPassword } from '../../protocol/rest/accounts.ts';
import { vietnamesePhrases } from './vietnamese-passwords.ts';

/** Why a password is easily guessed. */
export type PasswordFault =
  /** Others use it, or it is little more than a common word. */
  | 'password-common'
  /** It repeats itself, counts on, follows the keyboard or is a date. */
  | 'password-pattern'
  /** It is made of its owner's login or name, of the unit's name or the product's. */
  | 'password-personal';

/**
 * Guesses, as a power of ten, that a password must be worth. Twelve letters at random are worth twelve; "Quantri@2025!" eight,
 * which somebody who got hold of the hashes has tried within a day.
 */
const leastGuessesLog10 = 9;

/** How people join the syllables of a word. */
const joints = ['', ' ', '-', '_', '.'];
const joined = (syllables: readonly string[]): readonly string[] =>
  joints.map((joint) => syllables.join(joint));
const syllablesOf = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const productWords = ['diem cau', 'cau noi', 'phien hop'];

const strength = new ZxcvbnFactory({
  dictionary: {
    ...dictionary,
    vietnamese: [...new Set(vietnamesePhrases.flatMap((phrase) => joined(phrase.split(' '))))],
  },
  graphs: { qwerty: adjacencyGraphs.qwerty, keypad: adjacencyGraphs.keypad },
  maxLength: longestPassword,
});

/**
 * Undefined where the password is worth enough guesses. It is looked at without accents and case, which guessers try first.
 * Takes up to a quarter of a second of computing: see passwords.ts.
 *
 * @param about what others know of its owner: login, names of the person and of the unit
 */
export function passwordFault(password: string, about: readonly string[]): PasswordFault | undefined {
  const known = [...productWords, ...about].flatMap(guessesFrom);
  const folded = fold(password);
  const whole = strength.check(folded, known);
  if (whole.guessesLog10 < leastGuessesLog10) return faultOf(whole);
  // "Ubnd@TamHong!2025": the library takes much for each sign between words, and guessers put them there by rule.
  const bare = strength.check(folded.replaceAll(/[\p{P}\p{S}]/gu, ''), known);
  const isWordsAlone = bare.sequence.every(({ pattern }) => pattern !== 'bruteforce');
  return isWordsAlone && bare.guessesLog10 < leastGuessesLog10 ? faultOf(bare) : undefined;
}

function faultOf({ sequence }: ZxcvbnResult): PasswordFault {
  if (sequence.some(({ dictionaryName }) => dictionaryName === 'userInputs')) return 'password-personal';
  return sequence.some(({ pattern }) => pattern === 'dictionary') ? 'password-common' : 'password-pattern';
}

/** "Xã Tam Hồng" makes one try tamhong, xatamhong, tam-hong and so on, and each word by itself. */
function guessesFrom(text: string): readonly string[] {
  const syllables = syllablesOf(text);
  const endings = syllables.map((_, index) => syllables.slice(index));
  return [...endings.flatMap(joined), ...syllables].filter(({ length }) => length > 2);
}
