import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { id } from '../ids.ts';

export interface CommandContract {
  readonly payload: z.ZodType;
  readonly result: z.ZodType;
  /** What it may answer beyond the errors that any command may meet (`anyCommand`). */
  readonly errors: readonly ErrorCode[];
}

export const nothing = z.strictObject({});
export const one = z.strictObject({ participantId: id });
export const participantIds = z.array(id).min(1).max(2000);
export const several = z.strictObject({ participantIds });

/** Whom a command means: named ones, all of a unit and the units below it, all of a level, or everybody whom the command fits. */
export const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('participants'), participantIds }),
  z.strictObject({ kind: z.literal('subtree'), siteId: id }),
  z.strictObject({ kind: z.literal('level'), levelId: z.string().min(1).max(50) }),
  z.strictObject({ kind: z.literal('all') }),
]);
export type Target = z.infer<typeof target>;
export const targeted = z.strictObject({ target });

/** What leaves no mark on a screen: blanks, marks of direction and joining (U+200B), fillers, and the blank of Braille. */
const invisible = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]*$/u;

/** Whether nobody would see that anything was written. */
export const isBlank = (text: string): boolean => invisible.test(text);

/** Text that people type and read, of any number of lines; one in which there is nothing to see is empty. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .overwrite((typed) => (isBlank(typed) ? '' : typed))
    .max(max);

/** One line of it. */
export const line = (max: number) => text(max).regex(/^\P{Cc}*$/u, 'no control characters');

/** Whole minutes that somebody chooses. */
export const minutes = z.int().min(1).max(600);
export const instantMs = z.int().min(0);
export const durationMs = z.int().min(0);
