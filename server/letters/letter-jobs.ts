import { z } from 'zod';

const letterJob = z.strictObject({
  kind: z.literal('letter'),
  meetingId: z.string(),
  inviteeId: z.string(),
  sequence: z.int(),
  method: z.enum(['REQUEST', 'CANCEL']),
  /** Which repetition of the same letter, where a person had it sent again. */
  attempt: z.int().min(1).optional(),
});
export type LetterJob = z.infer<typeof letterJob>;

/** Jobs carry the start time, so a meeting that is moved has jobs of its own and the old ones do nothing. */
const ahead = { meetingId: z.string(), startsAtMs: z.int() };
const reminder = { ...ahead, minutesBefore: z.int() };
const reminderJob = z.strictObject({ kind: z.literal('reminder'), ...reminder });
export type ReminderJob = z.infer<typeof reminderJob>;
const reminderLetterJob = z.strictObject({
  kind: z.literal('reminder-letter'),
  ...reminder,
  inviteeId: z.string(),
});
export type ReminderLetterJob = z.infer<typeof reminderLetterJob>;

/** The evening before: first the job that finds the addressees, then one letter job per addressee. */
const eveJob = z.strictObject({ kind: z.literal('eve'), ...ahead });
export type EveJob = z.infer<typeof eveJob>;
const eveLetterJob = z.strictObject({ kind: z.literal('eve-letter'), ...ahead, accountId: z.string() });
export type EveLetterJob = z.infer<typeof eveLetterJob>;

export const job = z.discriminatedUnion('kind', [
  letterJob,
  reminderJob,
  reminderLetterJob,
  eveJob,
  eveLetterJob,
]);
type Job = z.infer<typeof job>;

/** The queue treats two jobs with the same key as one. */
export const keyOf = (data: Job): string => Object.values(data).join(':');
export const jobOf = (data: Job, notBeforeMs?: number) => ({
  key: keyOf(data),
  data,
  ...(notBeforeMs !== undefined && { notBeforeMs }),
});
