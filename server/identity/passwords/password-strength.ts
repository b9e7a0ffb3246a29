import { ZxcvbnFactory, type ZxcvbnResult } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { fold } from '../../../domain/sites/fold.ts';
import { longestPassword } from '../../../protocol/rest/identity/accounts.ts';
import { vietnamesePhrases } from './vietnamese-passwords.ts';

/** Why a password is easily guessed. */
export type PasswordFault =
  /** Others use it, or it is little more than a common word. */
  | 'password-common'
  /** It repeats itself, is a sequence, follows the keyboard, or is a date. */
  | 'password-pattern'
  /** It consists of its owner's login or name, the unit's name, or the product's name. */
  | 'password-personal';

/**
 * Required number of guesses, as a power of ten. Twelve random letters need 10^12. "Quantri@2025!" needs
 * 10^8, which an attacker with the hashes tries within a day.
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
 * Returns undefined where the password needs enough guesses. Ignores accents and case, because attackers try
 * these variants first. Takes up to a quarter of a second of computing: see passwords.ts.
 *
 * @param about what others know of its owner: login, names of the person and of the unit
 */
export function passwordFault(password: string, about: readonly string[]): PasswordFault | undefined {
  const known = [...productWords, ...about].flatMap(guessesFrom);
  const folded = fold(password);
  const whole = strength.check(folded, known);
  if (whole.guessesLog10 < leastGuessesLog10) return faultOf(whole);
  // Example: "Ubnd@TamHong!2025". The library gives much credit for each symbol between words, but attackers
  // insert symbols by rules.
  const bare = strength.check(folded.replaceAll(/[\p{P}\p{S}]/gu, ''), known);
  const isWordsAlone = bare.sequence.every(({ pattern }) => pattern !== 'bruteforce');
  return isWordsAlone && bare.guessesLog10 < leastGuessesLog10 ? faultOf(bare) : undefined;
}

function faultOf({ sequence }: ZxcvbnResult): PasswordFault {
  if (sequence.some(({ dictionaryName }) => dictionaryName === 'userInputs')) return 'password-personal';
  return sequence.some(({ pattern }) => pattern === 'dictionary') ? 'password-common' : 'password-pattern';
}

/** "Xã Tam Hồng" gives tamhong, xatamhong, tam-hong and so on, and each word by itself. */
function guessesFrom(text: string): readonly string[] {
  const syllables = syllablesOf(text);
  const endings = syllables.map((_, index) => syllables.slice(index));
  return [...endings.flatMap(joined), ...syllables].filter(({ length }) => length > 2);
}
