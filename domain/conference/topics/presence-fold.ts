import type { Identity } from '../../../protocol/conference/presence.ts';
import type { TopicEvent } from '../../../protocol/events.ts';
import type { Microphone } from '../../../protocol/conference/microphones.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { isChair, ownRole } from '../chair.ts';
import { change, quietened, withChairGivenTo, without, withParticipant } from '../changes.ts';
import { maySpeak } from '../state.ts';

export function foldPresence(state: ConferenceState, event: TopicEvent<'presence'>): ConferenceState {
  switch (event.type) {
    case 'participant.waiting':
      return withParticipant(state, arrived(state, event.payload.identity, event.at, 'waiting', 'muted'));
    case 'participant.admitted': {
      const { participantIds } = event.payload;
      const expected = participantIds.reduce(without, state.expected);
      return { ...change(state, participantIds, { presence: 'present', wasIn: true }), expected };
    }
    case 'participant.joined': {
      const { identity, microphone } = event.payload;
      const come = withParticipant(state, arrived(state, identity, event.at, 'present', microphone));
      return { ...come, expected: without(come.expected, identity.id) };
    }
    case 'participant.disconnected':
      return change(state, [event.payload.participantId], { presence: 'away' });
    case 'participant.returned':
      return change(state, [event.payload.participantId], { presence: 'present' });
    case 'participant.left': {
      const { participantId, reason } = event.payload;
      return change(depart(state, participantId, 'left'), [participantId], {
        mayReturn: reason === 'absent',
      });
    }
    case 'participant.moved': {
      const { participantId, to } = event.payload;
      return change(outOfGroup(depart(state, participantId, 'left'), participantId), [participantId], {
        movedTo: to,
      });
    }
    case 'participant.removed':
      return depart(state, event.payload.participantId, 'removed');
    case 'participant.readmitted': {
      const { participantId } = event.payload;
      return state.participants[participantId]?.wasIn === true
        ? change(state, [participantId], { presence: 'left', mayReturn: true })
        : // It was turned away in the lobby, so it waits there again.
          { ...state, participants: without(state.participants, participantId) };
    }
    case 'participant.sentOver': {
      const { participantId, ...sent } = event.payload;
      return { ...state, expected: { ...state.expected, [participantId]: sent } };
    }
    case 'participant.excluded':
      return depart(state, event.payload.participantId, 'excluded');
    case 'role.given': {
      const { participantId, role, acting } = event.payload;
      const before = state.participants[participantId];
      const given = change(state, [participantId], {
        role,
        acting: acting && before ? ownRole(before) : null,
      });
      const placed = maySpeak(role)
        ? given
        : offStage(change(given, [participantId], { asked: false }), participantId);
      const demoted = before !== undefined && isChair(before) && role !== 'chair';
      return quietened(demoted ? seatNotGivenTo(placed, participantId) : placed, [participantId]);
    }
    case 'admission.set':
      return { ...state, admission: event.payload.admission };
    case 'conference.locked':
      return { ...state, locked: true };
    case 'conference.unlocked':
      return { ...state, locked: false };
    default:
      return event satisfies never;
  }
}

const arrived = (
  state: ConferenceState,
  identity: Identity,
  at: number,
  presence: 'waiting' | 'present',
  microphone: 'open' | 'muted',
): Participant => {
  const known = state.participants[identity.id];
  return {
    ...identity,
    presence,
    // Leaving and coming back does not release a held microphone.
    microphone: known?.microphone === 'held' && microphone === 'muted' ? 'held' : microphone,
    asked: false,
    cameraHeld: known?.cameraHeld ?? false,
    acting: null,
    movedTo: null,
    wasIn: presence === 'present' || known?.wasIn === true,
    mayReturn: false,
    since: known?.since ?? at,
  };
};

/**
 * A participant that leaves gives up its places on the stage and in the queue. It keeps what moderators
 * decided: a held microphone or camera, its role, and its group unless it was removed or excluded.
 */
function depart(
  state: ConferenceState,
  id: ParticipantId,
  presence: 'left' | 'removed' | 'excluded',
): ConferenceState {
  const known = state.participants[id];
  // A page without the roster may know the participant's hand in the queue, but not the participant.
  if (!known) return withoutPlaces(state, id, presence);
  if (presence !== 'removed' && known.presence === 'waiting') {
    // It was never admitted: if it comes back to the lobby, it waits again.
    return { ...state, participants: without(state.participants, id) };
  }
  const departed = change(state, [id], {
    presence,
    microphone: microphoneKept(known, presence),
    asked: false,
    // A participant that comes back no longer acts for the chair.
    role: ownRole(known),
    acting: null,
    mayReturn: false,
  });
  return withoutPlaces(departed, id, presence);
}

function withoutPlaces(
  state: ConferenceState,
  id: ParticipantId,
  presence: 'left' | 'removed' | 'excluded',
): ConferenceState {
  const gone = offStage(state, id);
  return presence === 'left' ? gone : seatNotGivenTo(outOfGroup(gone, id), id);
}

/** A chair that lost its role or was put out comes back in the order of the plan. */
const seatNotGivenTo = (state: ConferenceState, id: ParticipantId): ConferenceState =>
  state.stage.chairGivenTo === id ? { ...state, stage: withChairGivenTo(state.stage, undefined) } : state;

/**
 * The microphone state that a departed participant keeps. Only a chair that was not removed or excluded is
 * heard again at once when it comes back.
 */
function microphoneKept(known: Participant, presence: 'left' | 'removed' | 'excluded'): Microphone {
  if (known.microphone === 'held') return 'held';
  return presence === 'left' && isChair(known) ? known.microphone : 'muted';
}

const outOfGroup = (state: ConferenceState, id: ParticipantId): ConferenceState =>
  state.groups.members[id] === undefined
    ? state
    : { ...state, groups: { ...state.groups, members: without(state.groups.members, id) } };

/**
 * Returns the same object if the participant is neither on the stage nor in the queue, so that the views of
 * all others stay unchanged.
 */
function offStage(state: ConferenceState, id: ParticipantId): ConferenceState {
  const { chair, slides, ...stage } = state.stage;
  const isShown = [chair, slides, ...stage.pinned].includes(id);
  if (!isShown && !state.floor.queue.some(({ participantId }) => participantId === id)) return state;
  return {
    ...state,
    stage: {
      ...stage,
      ...(chair !== undefined && chair !== id && { chair }),
      ...(slides !== undefined && slides !== id && { slides }),
      pinned: stage.pinned.filter((each) => each !== id),
    },
    floor: { ...state.floor, queue: state.floor.queue.filter(({ participantId }) => participantId !== id) },
  };
}
