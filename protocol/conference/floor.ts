import { z } from 'zod';
import { id } from '../ids.ts';
import { durationMs, conferenceTimeMs, line, nothing, one, participantIds } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** What a request to speak is for. Points of order and questions go before speeches. */
export const speechCategories = ['point-of-order', 'question', 'speech'] as const;
export const speechCategory = z.enum(speechCategories);
export type SpeechCategory = z.infer<typeof speechCategory>;

const turnMs = durationMs.min(5_000).max(4 * 3_600_000);

export const floorSettings = z.strictObject({
  /** How long a turn is, unless the chair says otherwise; null is unlimited. */
  turnMs: turnMs.nullable(),
  /** How long all participants of one unit together may speak in the whole session; null is unlimited. */
  unitBudgetMs: durationMs.max(24 * 3_600_000).nullable(),
  /** How long before the end of a turn its holder is warned. */
  warnBeforeMs: durationMs.max(600_000),
  /** Whether the floor goes back to the chair by itself when the time of a turn is over. */
  handsBack: z.boolean(),
});
export type FloorSettings = z.infer<typeof floorSettings>;

export const hand = z.strictObject({
  participantId: id,
  category: speechCategory,
  subject: z.string(),
  /** The agenda item on which it was raised; null if none was under way. */
  itemId: id.nullable(),
  raisedAt: conferenceTimeMs,
});
export type Hand = z.infer<typeof hand>;

export const turn = z.strictObject({
  participantId: id,
  since: conferenceTimeMs,
  /** When the time of the turn is over; null is unlimited. */
  endsAt: conferenceTimeMs.nullable(),
  warned: z.boolean(),
});

export const floorState = z.strictObject({
  /** The requests on all agenda items, in the order in which they will speak. */
  queue: z.array(hand),
  /** Who has the floor; at most one. */
  holder: turn.nullable(),
  /** How often and how long each participant has spoken. */
  spoken: z.record(id, z.strictObject({ turns: z.int(), ms: durationMs })),
  settings: floorSettings,
});

export const floorCommands = {
  'hand.raise': {
    payload: z.strictObject({ category: speechCategory.default('speech'), subject: line(200).default('') }),
    result: nothing,
    errors: ['locked-by-moderator'],
  },
  'hand.lower': { payload: nothing, result: nothing, errors: [] },
  /**
   * Sets the order of the queue. The named participants take, in this order, the places that they had; all
   * others keep theirs.
   */
  'floor.reorder': {
    payload: z.strictObject({ participantIds }),
    result: nothing,
    errors: ['not-found'],
  },
  /**
   * Gives the floor and opens the microphone. Without `turnMs`, a prepared speaker of the item under way that was not
   * called yet has the minutes of its script. Both override the length of turns and the unit's budget.
   */
  'floor.grant': {
    payload: z.strictObject({ participantId: id, turnMs: turnMs.optional() }),
    result: nothing,
    errors: ['not-found', 'budget-spent'],
  },
  'floor.revoke': { payload: nothing, result: nothing, errors: [] },
  'floor.yield': { payload: nothing, result: nothing, errors: [] },
  'floor.configure': { payload: floorSettings, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

export const floorEvents = {
  'hand.raised': hand.omit({ raisedAt: true }),
  'hand.lowered': one,
  'floor.reordered': z.strictObject({ participantIds }),
  'floor.granted': z.strictObject({ participantId: id, endsAt: conferenceTimeMs.nullable() }),
  /** The turn ends soon by the server's clock. */
  'floor.warned': one,
  'floor.ended': z.strictObject({
    participantId: id,
    reason: z.enum(['revoked', 'yielded', 'time', 'next', 'gone']),
    spokenMs: durationMs,
  }),
  'floor.configured': floorSettings,
} as const;
