import { z } from 'zod';
import { admission, identity, seat } from './events.ts';
import { id } from './ids.ts';

export const phase = z.enum(['planned', 'opening', 'in-session', 'closed']);
export type Phase = z.infer<typeof phase>;

export const presence = z.enum(['waiting', 'present', 'away', 'left', 'removed']);
export type Presence = z.infer<typeof presence>;

/** `muted` may be opened by the participant; `held` only with a moderator's leave. */
export const microphone = z.enum(['open', 'muted', 'held']);
export type Microphone = z.infer<typeof microphone>;

export const participant = identity.extend({
  presence,
  microphone,
  /** A moderator has asked this participant to unmute, and it has not answered yet. */
  asked: z.boolean(),
  /** When it first came in, epoch ms. */
  since: z.int(),
});
export type Participant = z.infer<typeof participant>;

/** A conference as the fold of its log; the same on the server and in every browser. */
export const conferenceState = z.strictObject({
  /** The sequence number of the last event that is folded in. */
  seq: z.int().min(0),
  phase,
  title: z.string(),
  classification: z.string(),
  admission,
  locked: z.boolean(),
  participants: z.record(id, participant),
  stage: z.partialRecord(seat, id),
});
export type ConferenceState = z.infer<typeof conferenceState>;
