import { asShown } from '../protocol/shown-text.ts';

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

const control = /(?!\n)\p{Cc}/gu;

/**
 * A text that another system wrote, as we keep and show it: well-formed, in NFC, without invisible and control characters, without
 * blanks around it, and of at most `most` UTF-16 units, the unit of the contract's limits; of any length if left out. It is cut
 * between graphemes: a cut inside a surrogate pair leaves half a character, which PostgreSQL refuses, and one inside an emoji or
 * before a tone mark leaves another character than was written.
 */
export function cleanText(text: string, most = Number.POSITIVE_INFINITY): string {
  const clean = asShown(
    text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ').replaceAll(control, ''),
  )
    .normalize('NFC')
    .trim();
  // A cut may leave a joiner that joins nothing any more.
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
  // One grapheme can have any number of marks. Where the first alone is too long, the cut is between characters.
  const isPairCut = (text.codePointAt(most - 1) ?? 0) > 0xffff;
  return text.slice(0, isPairCut ? most - 1 : most);
}
