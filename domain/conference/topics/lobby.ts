import type { ConferenceEvent } from '../../../protocol/events.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { actingEnds, awaitsChair } from '../chair.ts';
import { entitlementOf } from './ballots.ts';

/** Admits participants from the lobby. */
export function admit(
  state: ConferenceState,
  participantIds: readonly ParticipantId[],
): readonly ConferenceEvent[] {
  if (participantIds.length === 0) return [];
  const admitted = participantIds.flatMap((id) => state.participants[id] ?? []);
  return [
    ...admitted.flatMap((each) => actingEnds(state, each)),
    { type: 'participant.admitted', payload: { participantIds: [...participantIds] } },
    ...entitlementOf(state, admitted),
  ];
}

/** Once the session has the chair that it needs, those that have waited for the chair alone come in. */
export const chairHasCome = (
  state: ConferenceState,
  chair: Pick<Participant, 'id' | 'role'>,
): readonly ConferenceEvent[] =>
  chair.role === 'chair' && awaitsChair(state) && state.admission === 'open'
    ? admit(
        state,
        waiting(state).filter((id) => id !== chair.id),
      ).map((event) => ({ ...event, by: null }))
    : [];

export const waiting = ({ participants }: ConferenceState): readonly ParticipantId[] =>
  Object.values(participants)
    .filter(({ presence }) => presence === 'waiting')
    .map(({ id }) => id);
