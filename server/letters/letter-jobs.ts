import { z } from 'zod';

const letterJob = z.strictObject({
  kind: z.literal('letter'),
  meetingId: z.string(),
  inviteeId: z.string(),
  sequence: z.int(),
  method: z.enum(['REQUEST', 'CANCEL']),
});
export type LetterJob = z.infer<typeof letterJob>;

/** Of a meeting that begins then: one that was moved has other jobs. */
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

/** The evening before: whom to tell who is ready, and the letter to one of them. */
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

/** Two of one key are one job. */
export const keyOf = (data: Job): string => Object.values(data).join(':');
export const jobOf = (data: Job, notBeforeMs?: number) => ({
  key: keyOf(data),
  data,
  ...(notBeforeMs !== undefined && { notBeforeMs }),
});
