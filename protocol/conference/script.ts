import { z } from 'zod';
import { id } from '../ids.ts';
import { nothing } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** A room or a person that the plan names to speak on an agenda item. */
export const preparedSpeaker = z.strictObject({
  participantId: id,
  /** The names of the day: a prepared speaker may not have joined yet. */
  name: z.string(),
  siteName: z.string(),
  /** How long it is to speak; null leaves that to the floor's settings. */
  minutes: z.int().nullable(),
});
export type PreparedSpeaker = z.infer<typeof preparedSpeaker>;

/** `called`: it has been given the floor on the item. */
export const scriptMark = z.enum(['called', 'skipped']);
export type ScriptMark = z.infer<typeof scriptMark>;

/** Item → prepared speaker → what became of it; speakers that are still to come have no mark. */
export const scriptState = z.record(id, z.record(id, scriptMark));

/** Speakers of one item, from the plan and added in the session. */
export const mostPrepared = 100;

const speakerOfItem = z.strictObject({ itemId: id, participantId: id });

export const scriptCommands = {
  /**
   * Adds a participant to the prepared speakers of an item, as the last; puts it back if it is one and was called or
   * skipped. `not-found` for an item or a participant that is not in the session; `conflict` if the item has its fill of
   * speakers.
   */
  'script.add': {
    payload: speakerOfItem.extend({ minutes: z.int().min(1).max(240).nullable().default(null) }),
    result: nothing,
    errors: ['not-found', 'conflict'],
  },
  /** Passes over a prepared speaker. `not-found` if the plan does not name it for the item. */
  'script.skip': { payload: speakerOfItem, result: nothing, errors: ['not-found'] },
  /** Puts a speaker that was skipped, or has spoken, back to those that are to come, at its place. */
  'script.restore': { payload: speakerOfItem, result: nothing, errors: ['not-found'] },
} as const satisfies Record<string, CommandContract>;

export const scriptEvents = {
  'script.added': z.strictObject({ itemId: id, speaker: preparedSpeaker }),
  'script.skipped': speakerOfItem,
  'script.restored': speakerOfItem,
} as const;
