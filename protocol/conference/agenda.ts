import { z } from 'zod';
import { id } from '../ids.ts';
import { durationMs, conferenceTimeMs, minutes, nothing } from './contract.ts';
import type { CommandContract } from './contract.ts';
import { preparedSpeaker } from './script.ts';

export const agendaItem = z.strictObject({
  id,
  title: z.string(),
  plannedMinutes: z.int().nullable(),
  /** The script: who speaks on the item as prepared, in this order. */
  speakers: z.array(preparedSpeaker).default([]),
});

export const agendaState = z.strictObject({
  items: z.array(agendaItem),
  /** The item under way and since when. */
  current: z.strictObject({ itemId: id, since: conferenceTimeMs }).nullable(),
  /** Item → how long it was under way before. */
  used: z.record(id, durationMs),
});

export const agendaCommands = {
  /** `chair-absent` while the session needs a chair and has none. */
  'conference.start': { payload: nothing, result: nothing, errors: ['chair-absent'] },
  /** Begins an item, and ends the one under way. */
  'agenda.begin': { payload: z.strictObject({ itemId: id }), result: nothing, errors: ['not-found'] },
  'agenda.finish': { payload: nothing, result: nothing, errors: [] },
  'conference.pause': { payload: z.strictObject({ minutes }), result: nothing, errors: [] },
  'conference.resume': { payload: nothing, result: nothing, errors: [] },
  /** Asks for more time; the booking side may refuse. */
  'conference.extend': {
    payload: z.strictObject({ minutes }),
    result: nothing,
    errors: ['extension-refused'],
  },
  'conference.end': { payload: nothing, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

export const agendaEvents = {
  'conference.started': nothing,
  'agenda.begun': z.strictObject({ itemId: id }),
  'agenda.finished': z.strictObject({ itemId: id, usedMs: durationMs }),
  'conference.paused': z.strictObject({ until: conferenceTimeMs }),
  'conference.resumed': nothing,
  'conference.extended': z.strictObject({ endsAt: conferenceTimeMs }),
  /** The session goes on where it ended, until `endsAt`; at most ten minutes after its end. */
  'conference.reopened': z.strictObject({ endsAt: conferenceTimeMs }),
  'conference.ended': z.strictObject({ reason: z.enum(['moderator', 'schedule', 'cancelled']) }),
} as const;
