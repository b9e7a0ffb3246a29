/**
 * Invisible characters that are no part of a visible one: soft hyphens, zero-width spaces, byte order marks,
 * joiners, and marks that change the direction of the text after them (Unicode's default ignorable
 * characters). An emoji may contain three kinds of them: joiners between its parts (👨‍👩‍👧), the
 * mark for its coloured form (❤️), and the tags of a flag (🏴󠁧󠁢󠁷󠁬󠁳󠁿).
 */
const invisible =
  /(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])\uFE0F|(?<=[\d#*])\uFE0F(?=\u20E3)|(?<=\u{1F3F4}[\u{E0020}-\u{E007F}]{0,6})[\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}/gu;

/** Spaces other than the ordinary one, and characters that end a line only in Unicode. */
const otherBlank = /(?! )[\p{Zs}\p{Zl}\p{Zp}]/gu;

/**
 * A text as it shows: no invisible characters, and the ordinary space for all others (a no-break space looks
 * like it, but is another character): texts that look equal are equal. Line breaks and control characters
 * stay.
 */
export const asShown = (text: string): string => text.replaceAll(invisible, '').replaceAll(otherBlank, ' ');
