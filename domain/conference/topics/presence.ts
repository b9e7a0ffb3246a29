import type { CommandOf } from '../../../protocol/commands.ts';
import type {
  Exclusion,
  Identity,
  presenceCommands,
  presenceEvents,
} from '../../../protocol/conference/presence.ts';
import type { ConferenceEvent, LoggedEvent } from '../../../protocol/events.ts';
import type { Microphone } from '../../../protocol/conference/microphones.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { actingEnds, chairRoleBy, isChair, outranks, ownRole } from '../chair.ts';
import { change, quietened, without, withParticipant } from '../changes.ts';
import { accept, on, onMeant, refuse } from '../decision.ts';
import type { Context, Decision } from '../decision.ts';
import { roleAtTheDoor } from '../role-now.ts';
import { isHere, isModerator, isSeated, maySpeak } from '../state.ts';
import { entitlementOf } from './ballots.ts';
import { endTurn } from './floor.ts';

const comings: ReadonlySet<LoggedEvent['type']> = new Set<LoggedEvent['type']>([
  'participant.waiting',
  'participant.joined',
  'participant.disconnected',
  'participant.returned',
  'participant.left',
]);

/** Whether a fact only tells of one who comes or goes: hundreds do at once, and nobody waits for the news. */
export const isComing = ({ type }: LoggedEvent): boolean => comings.has(type);

/** The ladder at the door, first case that fits. */
export function join(state: ConferenceState, shown: Identity, { limits }: Context): Decision {
  const known = state.participants[shown.id];
  const presence = known?.presence;
  // A role that was given or taken in the conference outlasts a departure, but not the loss of what one came by.
  const actor = { ...shown, role: roleAtTheDoor(shown.role, state, shown.id) ?? shown.role };
  switch (presence) {
    case 'removed':
      return refuse('removed');
    case 'present':
      // A second device, or a page reloaded before its loss was noticed: the seat is there, nothing new has happened.
      return accept();
    case 'away':
      return accept({ type: 'participant.returned', payload: { participantId: actor.id } });
    case 'waiting':
      return accept();
    case 'left':
    case 'excluded':
    case undefined:
      break;
    default:
      return presence satisfies never;
  }
  const moderator = isModerator(actor.role);
  // A lock keeps out who is new, and who went by its own wish.
  const isAwaited = known?.mayReturn === true || state.expected[actor.id] !== undefined;
  if (state.locked && !moderator && !isAwaited) return refuse('locked');
  if (Object.values(state.participants).filter(isHere).length >= limits.participants) return refuse('full');
  const pastLobby = state.expected[actor.id]?.pastLobby === true;
  if (state.admission === 'lobby' && !moderator && presence === undefined && !pastLobby) {
    return accept({ type: 'participant.waiting', payload: { identity: actor } });
  }
  const leads = actor.role === 'chair';
  // The chair opens the session and is heard at once; everybody else begins muted. A return opens nothing that was muted.
  const opens = leads && (known === undefined || known.microphone === 'open');
  const holder = state.stage.chair === undefined ? undefined : state.participants[state.stage.chair];
  const seatFree = holder === undefined || holder.acting !== null;
  return accept(
    ...actingEnds(state, { role: actor.role, acting: null }),
    { type: 'participant.joined', payload: { identity: actor, microphone: opens ? 'open' : 'muted' } },
    ...(leads && seatFree
      ? [{ type: 'stage.taken', payload: { seat: 'chair', participantId: actor.id } } as const]
      : []),
    ...entitlementOf(state, [actor]),
  );
}

export function decidePresence(
  state: ConferenceState,
  command: CommandOf<keyof typeof presenceCommands>,
  self: Participant,
  { now }: Context,
): Decision {
  switch (command.type) {
    case 'leave':
      return accept(...endTurn(state, self.id, 'gone', now), {
        type: 'participant.left',
        payload: { participantId: self.id, reason: 'own-wish' },
      });
    case 'participant.admit':
      return onMeant(
        state,
        command.payload.target,
        ({ presence }) => presence === 'waiting',
        (ids) => accept(...admit(state, ids)),
      );
    case 'participant.remove': {
      const { participantId, reason } = command.payload;
      return on(state, participantId, isHere, (target) => {
        if (target.id === self.id) return refuse('forbidden', 'leave instead');
        if (outranks(target, self)) return refuse('forbidden', 'nobody removes the chair');
        return accept(...endTurn(state, target.id, 'gone', now), {
          type: 'participant.removed',
          payload: { participantId, reason },
        });
      });
    }
    case 'participant.readmit':
      return on(
        state,
        command.payload.participantId,
        ({ presence }) => presence === 'removed',
        ({ id }) => accept({ type: 'participant.readmitted', payload: { participantId: id } }),
      );
    case 'participant.move': {
      const { participantId, to } = command.payload;
      return on(state, participantId, isSeated, (target) => {
        if (target.id === self.id) return refuse('forbidden', 'leave instead, and join there');
        if (outranks(target, self)) return refuse('forbidden', 'nobody moves the chair');
        if (target.role === 'recorder') return refuse('forbidden', "the server's own");
        return accept(...endTurn(state, target.id, 'gone', now), {
          type: 'participant.moved',
          payload: { participantId, to },
        });
      });
    }
    case 'role.give':
      return giveRole(state, command.payload, self, now);
    case 'admission.set': {
      const { admission } = command.payload;
      return accept(
        ...(admission === state.admission
          ? []
          : [{ type: 'admission.set', payload: { admission } } as const]),
        ...(admission === 'open' ? admit(state, waiting(state)) : []),
      );
    }
    case 'conference.lock':
      return state.locked ? accept() : accept({ type: 'conference.locked', payload: {} });
    case 'conference.unlock':
      return state.locked ? accept({ type: 'conference.unlocked', payload: {} }) : accept();
    default:
      return command satisfies never;
  }
}

/** Lets those in who wait in the lobby. */
function admit(state: ConferenceState, participantIds: readonly ParticipantId[]): readonly ConferenceEvent[] {
  if (participantIds.length === 0) return [];
  const admitted = participantIds.flatMap((id) => state.participants[id] ?? []);
  return [
    ...admitted.flatMap((each) => actingEnds(state, each)),
    { type: 'participant.admitted', payload: { participantIds: [...participantIds] } },
    ...entitlementOf(state, admitted),
  ];
}

const waiting = ({ participants }: ConferenceState): readonly ParticipantId[] =>
  Object.values(participants)
    .filter(({ presence }) => presence === 'waiting')
    .map(({ id }) => id);

/** Nobody gives a role above its own: only a chair makes a chair for good, or takes that role from one. */
function giveRole(
  state: ConferenceState,
  { participantId, role }: CommandOf<'role.give'>['payload'],
  self: Participant,
  now: number,
): Decision {
  return on(state, participantId, isSeated, (target) => {
    if (role === target.role) return accept();
    const touchesChair = role === 'chair' || target.role === 'chair';
    const by = touchesChair ? chairRoleBy(state, self) : 'for-good';
    if (by === 'forbidden' || outranks(target, self)) {
      return refuse('forbidden', 'the chair gives this role; while it is away, nobody does');
    }
    const acts = role === 'chair' && by === 'acting';
    return accept(
      // Who receives only does not speak any longer.
      ...(maySpeak(role) ? [] : endTurn(state, target.id, 'gone', now)),
      { type: 'role.given', payload: { participantId, role, ...(acts && { acting: true }) } },
      ...entitlementOf(state, [{ ...target, role: acts ? target.role : role }]),
    );
  });
}

/** What the server knows of a lost connection. */
export function connectionLost(
  state: ConferenceState,
  participantId: ParticipantId,
): readonly ConferenceEvent[] {
  const presence = state.participants[participantId]?.presence;
  if (presence === 'present') return [{ type: 'participant.disconnected', payload: { participantId } }];
  // The lobby keeps no place for whoever is not there.
  if (presence === 'waiting')
    return [{ type: 'participant.left', payload: { participantId, reason: 'absent' } }];
  return [];
}

export function absenceConfirmed(
  state: ConferenceState,
  participantId: ParticipantId,
  now: number,
): readonly ConferenceEvent[] {
  if (state.participants[participantId]?.presence !== 'away') return [];
  return [
    ...endTurn(state, participantId, 'gone', now),
    { type: 'participant.left', payload: { participantId, reason: 'absent' } },
  ];
}

/** What it means that somebody's standing in the plan is gone: nothing for one who is not there. */
export function excluded(
  state: ConferenceState,
  participantId: ParticipantId,
  reason: Exclusion,
  now: number,
): readonly ConferenceEvent[] {
  const known = state.participants[participantId];
  if (known === undefined || !isHere(known)) return [];
  return [
    ...endTurn(state, participantId, 'gone', now),
    { type: 'participant.excluded', payload: { participantId, reason } },
  ];
}

const letIn = (participantId: ParticipantId): readonly ConferenceEvent[] => [
  { type: 'participant.admitted', payload: { participantIds: [participantId] } },
];

/** What it means that the plan gives somebody another role: it counts from now on, whatever was given here before. */
export function roleSet(
  state: ConferenceState,
  participantId: ParticipantId,
  role: Role,
  now: number,
): readonly ConferenceEvent[] {
  const known = state.participants[participantId];
  if (known === undefined || role === 'recorder' || ownRole(known) === role) return [];
  // Who leads does not wait in the lobby.
  const enters = known.presence === 'waiting' && isModerator(role);
  const seated = isSeated(known) || enters;
  return [
    ...(seated ? actingEnds(state, { role, acting: null }) : []),
    ...(seated && !maySpeak(role) ? endTurn(state, participantId, 'gone', now) : []),
    { type: 'role.given', payload: { participantId, role } },
    ...(enters ? letIn(participantId) : []),
    ...(seated ? entitlementOf(state, [{ ...known, role }]) : []),
  ];
}

export function foldPresence(
  state: ConferenceState,
  event: Extract<LoggedEvent, { type: keyof typeof presenceEvents }>,
): ConferenceState {
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
        : // It was turned away in the lobby, and waits there again.
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
      return quietened(placed, [participantId]);
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
    // What a moderator holds is not freed by leaving and coming back.
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
 * Who goes hands back its places and its turn, and keeps what moderators have made of it: that it is held, its role, and its
 * group, unless they put it out.
 */
function depart(
  state: ConferenceState,
  id: ParticipantId,
  presence: 'left' | 'removed' | 'excluded',
): ConferenceState {
  const known = state.participants[id];
  // A page without the roster may have its hand in the queue, and not itself.
  if (!known) return withoutPlaces(state, id, presence);
  if (presence !== 'removed' && known.presence === 'waiting') {
    // It was never in: who comes back to the lobby waits again.
    return { ...state, participants: without(state.participants, id) };
  }
  const departed = change(state, [id], {
    presence,
    microphone: microphoneKept(known, presence),
    asked: false,
    // Nobody comes back to act for a chair.
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
  return presence === 'left' ? gone : outOfGroup(gone, id);
}

/** As which a microphone is known when its owner comes back: only a chair that went by itself is heard again at once. */
function microphoneKept(known: Participant, presence: 'left' | 'removed' | 'excluded'): Microphone {
  if (known.microphone === 'held') return 'held';
  return presence === 'left' && isChair(known) ? known.microphone : 'muted';
}

const outOfGroup = (state: ConferenceState, id: ParticipantId): ConferenceState =>
  state.groups.members[id] === undefined
    ? state
    : { ...state, groups: { ...state.groups, members: without(state.groups.members, id) } };

/** The same object where it is neither on the stage nor in the queue, so that everybody else's view stays what it was. */
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
