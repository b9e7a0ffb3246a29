import type { LoggedEvent } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant, Presence } from '../../protocol/state.ts';
import { planned, seatsOf } from './state.ts';

/**
 * Folds one fact into the state; pure, and the same code on the server and in every browser.
 *
 * @throws RangeError where the event is not the next one: a gap must be filled, never skipped over
 */
export function evolve(state: ConferenceState, event: LoggedEvent): ConferenceState {
  if (event.seq !== state.seq + 1) {
    throw new RangeError(`event ${event.seq} cannot follow event ${state.seq}`);
  }
  return { ...fold(state, event), seq: event.seq };
}

export const replay = (events: Iterable<LoggedEvent>, from: ConferenceState = planned): ConferenceState => {
  let state = from;
  for (const event of events) state = evolve(state, event);
  return state;
};

function fold(state: ConferenceState, event: LoggedEvent): ConferenceState {
  switch (event.type) {
    case 'conference.opened':
      return { ...state, ...event.payload, phase: 'opening' };
    case 'conference.started':
      return { ...state, phase: 'in-session' };
    case 'conference.locked':
      return { ...state, locked: true };
    case 'conference.unlocked':
      return { ...state, locked: false };
    case 'conference.ended':
      return { ...state, phase: 'closed', stage: {} };
    case 'participant.waiting':
      return withParticipant(state, {
        ...event.payload.identity,
        presence: 'waiting',
        microphone: 'muted',
        asked: false,
        since: state.participants[event.payload.identity.id]?.since ?? event.at,
      });
    case 'participant.admitted':
      return change(state, event.payload.participantIds, { presence: 'present' });
    case 'participant.joined': {
      const { identity, microphone } = event.payload;
      const since = state.participants[identity.id]?.since ?? event.at;
      return withParticipant(state, { ...identity, presence: 'present', microphone, asked: false, since });
    }
    case 'participant.disconnected':
      return change(state, [event.payload.participantId], { presence: 'away' });
    case 'participant.returned':
      return change(state, [event.payload.participantId], { presence: 'present' });
    case 'participant.left':
      return depart(state, event.payload.participantId, 'left');
    case 'participant.removed':
      return depart(state, event.payload.participantId, 'removed');
    case 'microphone.opened':
      return change(state, [event.payload.participantId], { microphone: 'open', asked: false });
    case 'microphone.muted':
      return change(state, [event.payload.participantId], { microphone: 'muted', asked: false });
    case 'microphone.held':
      return change(state, event.payload.participantIds, { microphone: 'held', asked: false });
    case 'microphone.asked':
      return change(state, [event.payload.participantId], { microphone: 'muted', asked: true });
    case 'stage.taken':
      return { ...state, stage: { ...state.stage, [event.payload.seat]: event.payload.participantId } };
    case 'stage.cleared':
      return withoutSeats(state, [event.payload.seat]);
    default:
      return event satisfies never;
  }
}

const withParticipant = (state: ConferenceState, participant: Participant): ConferenceState => ({
  ...state,
  participants: { ...state.participants, [participant.id]: participant },
});

function change(
  state: ConferenceState,
  ids: readonly ParticipantId[],
  fields: Partial<Pick<Participant, 'presence' | 'microphone' | 'asked'>>,
): ConferenceState {
  const participants = { ...state.participants };
  for (const id of ids) {
    const participant = participants[id];
    if (participant) participants[id] = { ...participant, ...fields };
  }
  return { ...state, participants };
}

/** Whoever goes hands back every seat, and does not come back with an open microphone. */
function depart(state: ConferenceState, id: ParticipantId, presence: Presence): ConferenceState {
  if (presence === 'left' && state.participants[id]?.presence === 'waiting') {
    // It was never in: whoever comes back to the lobby waits again.
    const { [id]: _, ...participants } = state.participants;
    return { ...state, participants };
  }
  const departed = change(state, [id], { presence, microphone: 'muted', asked: false });
  return withoutSeats(departed, seatsOf(state, id));
}

function withoutSeats(
  state: ConferenceState,
  seats: readonly (keyof ConferenceState['stage'])[],
): ConferenceState {
  const stage = { ...state.stage };
  for (const seat of seats) delete stage[seat];
  return { ...state, stage };
}
