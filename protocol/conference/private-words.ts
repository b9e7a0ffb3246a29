import { z } from 'zod';
import { id } from '../ids.ts';
import { conferenceTimeMs, nothing, one } from './contract.ts';
import type { CommandContract } from './contract.ts';

/**
 * Why a private word is over. `declined` by the room, not answered by it within a minute (`unanswered`), `withdrawn` by
 * the caller before an answer, `finished` by either; or because of one of the two: its connection was `lost`, it got the `floor` or the chair's seat, it
 * changed its `group` or its `role`; or the `session` has ended.
 */
export const wordEnding = z.enum([
  'declined',
  'unanswered',
  'withdrawn',
  'finished',
  'lost',
  'floor',
  'group',
  'role',
  'session',
]);
export type WordEnding = z.infer<typeof wordEnding>;

/** The moderator that calls, and the room. */
const pair = { callerId: id, participantId: id };

/** A moderator and the technician of one room, who hear each other while the session goes on. */
export const privateWord = z.strictObject({
  ...pair,
  /** `offered`: the room has not answered. `on`: they hear each other. An `over` one is kept until the next offer to the room. */
  phase: z.enum(['offered', 'on', 'over']),
  /** When this phase began, epoch ms. */
  since: conferenceTimeMs,
  /** Only of one that is over. */
  ending: wordEnding.optional(),
  /** The room's microphone was open when it began, so the room may open it again afterwards. */
  wasHeard: z.boolean(),
});
export type PrivateWord = z.infer<typeof privateWord>;

/** The last private word of each room, by the room's id: a key that all who know of the word know. */
export const privateWords = z.record(id, privateWord);

export const privateWordCommands = {
  /**
   * Asks a room for a private word with its technician; after a minute without an answer it is over. Refused with `wrong-phase` while one of the two has the
   * floor, the chair's seat or another private word, and `forbidden` in a classified session.
   */
  'privateWord.offer': { payload: one, result: nothing, errors: ['not-found'] },
  /**
   * The room agrees. From now on its microphone is sent to the caller and the caller's to the room, as the source
   * `private-word`; both microphones are muted in the session.
   */
  'privateWord.accept': { payload: nothing, result: nothing, errors: ['not-found'] },
  /** Withdraws, declines or finishes the sender's private word. */
  'privateWord.end': { payload: nothing, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

/** Only moderators and the room receive these. */
export const privateWordEvents = {
  'privateWord.offered': z.strictObject(pair),
  'privateWord.begun': z.strictObject({ ...pair, wasHeard: z.boolean() }),
  'privateWord.ended': z.strictObject({ ...pair, ending: wordEnding }),
} as const;
