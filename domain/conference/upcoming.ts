import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { hasFloor, maySpeak } from './state.ts';
import { currentQueue } from './topics/floor.ts';
import { preparedAhead } from './topics/script.ts';

/** How many of those that speak next every screen shows by name. */
export const nextSpeakersNamed = 3;

/** A participant that is to speak, and how long the plan gives it; null without a length of its own. */
export interface Upcoming {
  readonly participantId: ParticipantId;
  readonly from: 'script' | 'queue';
  readonly minutes: number | null;
}

/**
 * Who speaks next on the item under way: the prepared speakers, then the requests. Leaves out a prepared speaker
 * that could not speak now; it is back in its place once it is connected.
 */
export function upcomingSpeakers(state: ConferenceState): readonly Upcoming[] {
  const prepared = preparedAhead(state)
    .filter(({ participantId }) => couldSpeak(state, participantId))
    .map(({ participantId, minutes }): Upcoming => ({ participantId, from: 'script', minutes }));
  const named = new Set(prepared.map(({ participantId }) => participantId));
  const requests = currentQueue(state)
    .filter(({ participantId }) => !named.has(participantId))
    .map(({ participantId }): Upcoming => ({ participantId, from: 'queue', minutes: null }));
  return [...prepared, ...requests];
}

function couldSpeak(state: ConferenceState, id: ParticipantId): boolean {
  const participant = state.participants[id];
  return participant?.presence === 'present' && maySpeak(participant.role) && !hasFloor(state, id);
}
