import { z } from 'zod';
import { id } from '../../ids.ts';
import { language } from '../../language.ts';
import { role } from '../../roles.ts';
import { instantMs } from '../common.ts';
import { reply } from './readiness.ts';

const letterKind = z.enum(['invitation', 'change', 'cancellation']);

/**
 * `unsent`: no letter was ordered, for example because the meeting is a draft. `sent`: the mail server took
 * it. `retrying`: the mail server did not take it, and the service tries again. `failed`: it does not try
 * again. `no-address`: the invitee cannot receive mail. `unrecorded`: a letter from before this was recorded.
 */
export const letterState = z.enum([
  'unsent',
  'queued',
  'sent',
  'retrying',
  'failed',
  'no-address',
  'unrecorded',
]);
export type LetterState = z.infer<typeof letterState>;

/**
 * Why the mail server did not take a letter. `words` is its answer, which can quote the address: empty if it gave none,
 * and where `email` is hidden.
 */
const letterFailure = z.strictObject({
  reason: z.enum(['refused', 'deferred', 'unreachable']),
  words: z.string(),
});

export const letterRow = z.strictObject({
  kind: z.enum(['endpoint', 'account']),
  inviteeId: id,
  /** Null for an invitee whose invitation was withdrawn. */
  invitationId: id.nullable(),
  name: z.string(),
  siteName: z.string(),
  role: role.nullable(),
  /** Null if it has none, or for an invitee outside the caller's subtree. */
  email: z.string().nullable(),
  /** What the last letter says. */
  letter: letterKind.nullable(),
  state: letterState,
  /** When the letter was sent or last tried. */
  atMs: instantMs.nullable(),
  failure: letterFailure.nullable(),
  /** When the invitee first opened the invitation, on its screen or by the letter's link. */
  seenAtMs: instantMs.nullable(),
  reply: reply.nullable(),
});
export type LetterRow = z.infer<typeof letterRow>;

export const letterList = z.strictObject({
  /** Whether a mail server is configured; without one no letter is sent. */
  mail: z.boolean(),
  rows: z.array(letterRow),
});
export type LetterList = z.infer<typeof letterList>;

export const mostLettersAgain = 1_000;
export const lettersAgain = z.strictObject({ inviteeIds: z.array(id).min(1).max(mostLettersAgain) });

export const letterParams = z.strictObject({ meetingId: id, inviteeId: id });

/** A letter as it would be sent now, except for the secret in its reply link. */
export const letterPreview = z.strictObject({
  letter: letterKind,
  language,
  fromName: z.string(),
  toName: z.string(),
  subject: z.string(),
  text: z.string(),
  /** The name of the attached calendar file. */
  attachment: z.string(),
});
export type LetterPreview = z.infer<typeof letterPreview>;
