import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { maySpeak, speaksByRight } from './state.ts';

/** The same record without one key. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _, ...others } = record;
  return others;
}

export const withParticipant = (state: ConferenceState, participant: Participant): ConferenceState => ({
  ...state,
  participants: { ...state.participants, [participant.id]: participant },
});

/** Sets the same fields of several participants. Skips unknown ids. */
export function change(
  state: ConferenceState,
  ids: readonly ParticipantId[],
  fields: Partial<
    Pick<
      Participant,
      | 'presence'
      | 'microphone'
      | 'asked'
      | 'cameraHeld'
      | 'role'
      | 'acting'
      | 'movedTo'
      | 'wasIn'
      | 'mayReturn'
    >
  >,
): ConferenceState {
  const participants = { ...state.participants };
  for (const id of ids) {
    const participant = participants[id];
    if (participant) participants[id] = { ...participant, ...fields };
  }
  return { ...state, participants };
}

/** The stage with the participant that was last given the chair's seat; undefined: nobody was. */
export function withChairGivenTo(
  stage: ConferenceState['stage'],
  chairGivenTo: ParticipantId | undefined,
): ConferenceState['stage'] {
  const { chairGivenTo: _, ...others } = stage;
  return chairGivenTo === undefined ? others : { ...others, chairGivenTo };
}

/**
 * Mutes those of these participants whose microphones may not stay open after a role, a seat, a group or the
 * policy has changed.
 */
export function quietened(
  state: ConferenceState,
  ids: readonly (ParticipantId | undefined)[],
): ConferenceState {
  const unheard = ids.filter((id): id is ParticipantId => {
    const participant = id === undefined ? undefined : state.participants[id];
    if (participant?.microphone !== 'open') return false;
    const mayStay = state.microphonePolicy === 'open' || speaksByRight(state, participant);
    return !maySpeak(participant.role) || !mayStay;
  });
  return change(state, unheard, { microphone: 'muted' });
}
