import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { id } from '../ids.ts';
import { asShown } from '../shown-text.ts';
import { plainText } from '../text.ts';

export interface CommandContract {
  readonly payload: z.ZodType;
  readonly result: z.ZodType;
  /** The errors that it may answer beside those of any command (`anyCommand`). */
  readonly errors: readonly ErrorCode[];
}

export const nothing = z.strictObject({});
export const one = z.strictObject({ participantId: id });
export const participantIds = z.array(id).min(1).max(2000);
export const several = z.strictObject({ participantIds });

/**
 * The participants that a command is for: named ones, all of a unit and the units below it, all of a level,
 * or everybody that the command fits.
 */
export const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('participants'), participantIds }),
  z.strictObject({ kind: z.literal('subtree'), siteId: id }),
  z.strictObject({ kind: z.literal('level'), levelId: z.string().min(1).max(50) }),
  z.strictObject({ kind: z.literal('all') }),
]);
export type Target = z.infer<typeof target>;
export const targeted = z.strictObject({ target });

/**
 * Characters that leave no mark on a screen even if they stay in a text: controls, format characters, and the
 * Braille blank.
 */
const unseen = /^[\p{White_Space}\p{Cc}\p{Cf}\u2800]*$/u;

/** Whether a text shows nothing on a screen. */
export const isBlank = (text: string): boolean => unseen.test(asShown(text));

/** Text that people type and read, of any number of lines. A text that shows nothing becomes empty. */
export const text = (max: number) => plainText.overwrite((typed) => (isBlank(typed) ? '' : typed)).max(max);

/** One line of such text. */
export const line = (max: number) => text(max).regex(/^\P{Cc}*$/u, 'no control characters');

/** Whole minutes that a person chooses. */
export const minutes = z.int().min(1).max(600);
export const conferenceTimeMs = z.int().min(0);
export const durationMs = z.int().min(0);
