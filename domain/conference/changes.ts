import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';

/** The same record without one key. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _, ...others } = record;
  return others;
}

export const withParticipant = (state: ConferenceState, participant: Participant): ConferenceState => ({
  ...state,
  participants: { ...state.participants, [participant.id]: participant },
});

/** Changes the same fields of several participants; ids that are not there are passed over. */
export function change(
  state: ConferenceState,
  ids: readonly ParticipantId[],
  fields: Partial<Pick<Participant, 'presence' | 'microphone' | 'asked' | 'cameraHeld' | 'role'>>,
): ConferenceState {
  const participants = { ...state.participants };
  for (const id of ids) {
    const participant = participants[id];
    if (participant) participants[id] = { ...participant, ...fields };
  }
  return { ...state, participants };
}
