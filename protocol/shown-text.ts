/**
 * What shows nothing and is no part of what shows: soft hyphens, blanks of no width, marks of byte order, joiners, what turns the
 * direction of the text after it (Unicode's default ignorable characters). An emoji may hold three kinds of them: joiners between
 * its parts (👨‍👩‍👧), the mark that asks for its coloured form (❤️), and the tags of a flag (🏴󠁧󠁢󠁷󠁬󠁳󠁿).
 */
const invisible =
  /(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])\uFE0F|(?<=[\d#*])\uFE0F(?=\u20E3)|(?<=\u{1F3F4}[\u{E0020}-\u{E007F}]{0,6})[\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}/gu;

/** Blanks that are not the blank, and what ends a line to Unicode alone. */
const otherBlank = /(?! )[\p{Zs}\p{Zl}\p{Zp}]/gu;

/**
 * A text as it shows: no invisible characters, and the one blank for all (a no-break space is another character than it looks).
 * Equal to the eye is then equal text. It goes on holding its lines and its control characters.
 */
export const asShown = (text: string): string => text.replaceAll(invisible, '').replaceAll(otherBlank, ' ');
