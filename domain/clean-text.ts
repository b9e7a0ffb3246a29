import { asShown } from '../protocol/shown-text.ts';

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

const control = /(?!\n)\p{Cc}/gu;

/**
 * Cleans a text from another system for storage and display: well-formed Unicode, NFC, no invisible or
 * control characters except line feeds, no blanks around it, and at most `most` UTF-16 units (the unit of the
 * contract's limits; unlimited if left out). It cuts between graphemes: a cut inside a surrogate pair leaves
 * half a character, which PostgreSQL refuses, and a cut inside an emoji or before a tone mark leaves a
 * different character.
 */
export function cleanText(text: string, most = Number.POSITIVE_INFINITY): string {
  const clean = asShown(
    text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ').replaceAll(control, ''),
  )
    .normalize('NFC')
    .trim();
  // The cut may leave a joiner at the end that joins nothing.
  return asShown(cutText(clean, most)).trimEnd();
}

function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  if (end > 0) return text.slice(0, end);
  // One grapheme can have any number of marks. If the first one alone is too long, cut between characters.
  const isPairCut = (text.codePointAt(most - 1) ?? 0) > 0xffff;
  return text.slice(0, isPairCut ? most - 1 : most);
}
