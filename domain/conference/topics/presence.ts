import type { CommandOf, TopicCommand } from '../../../protocol/commands.ts';
import type { Exclusion, Identity } from '../../../protocol/conference/presence.ts';
import type { ConferenceEvent, LoggedEvent } from '../../../protocol/events.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import {
  actingEnds,
  awaitsChair,
  chairPasses,
  chairRoleBy,
  isChair,
  outranks,
  ownRole,
  seatPassesTo,
  takesSeat,
} from '../chair.ts';
import { accept, on, onMeant, refuse } from '../decision.ts';
import type { Context, Decision } from '../decision.ts';
import { roleAtTheDoor } from '../role-now.ts';
import { isHere, isModerator, isSeated, maySpeak } from '../state.ts';
import { entitlementOf } from './ballots.ts';
import { endTurn } from './floor.ts';
import { admit, chairHasCome, waiting } from './lobby.ts';

const comings: ReadonlySet<LoggedEvent['type']> = new Set<LoggedEvent['type']>([
  'participant.waiting',
  'participant.joined',
  'participant.disconnected',
  'participant.returned',
  'participant.left',
]);

/**
 * Whether an event only says that a participant joins or leaves. Hundreds do so at once, and this news is not
 * urgent.
 */
export const isComing = ({ type }: LoggedEvent): boolean => comings.has(type);

/** Decides whether and how a participant joins; the first case that applies counts. */
export function join(state: ConferenceState, shown: Identity, { limits }: Context): Decision {
  const known = state.participants[shown.id];
  const presence = known?.presence;
  // A role given or taken in the conference survives leaving and rejoining, but not an exclusion by the
  // server.
  const actor = { ...shown, role: roleAtTheDoor(shown.role, state, shown.id) ?? shown.role };
  switch (presence) {
    case 'removed':
      return refuse('removed');
    case 'present':
      // A second device, or a page that reloaded before the server noticed the lost connection: the
      // participant already has its place.
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
  // A lock keeps out new participants, and those that left of their own accord.
  const isAwaited = known?.mayReturn === true || state.expected[actor.id] !== undefined;
  if (state.locked && !moderator && !isAwaited) return refuse('locked');
  if (Object.values(state.participants).filter(isHere).length >= limits.participants) return refuse('full');
  const pastLobby = state.expected[actor.id]?.pastLobby === true;
  const isLobby = state.admission === 'lobby' || awaitsChair(state);
  if (isLobby && !moderator && presence === undefined && !pastLobby) {
    return accept({ type: 'participant.waiting', payload: { identity: actor } });
  }
  const leads = actor.role === 'chair';
  // The chair opens the session and is heard at once; everybody else starts muted. Rejoining never unmutes a
  // chair that was muted.
  const opens = leads && (known === undefined || known.microphone === 'open');
  return accept(
    ...actingEnds(state, { role: actor.role, acting: null }),
    { type: 'participant.joined', payload: { identity: actor, microphone: opens ? 'open' : 'muted' } },
    ...(takesSeat(state, actor) ? [seatPassesTo(actor.id)] : []),
    ...entitlementOf(state, [actor]),
    ...chairHasCome(state, actor),
  );
}

export function decidePresence(
  state: ConferenceState,
  command: TopicCommand<'presence'>,
  self: Participant,
  { now }: Context,
): Decision {
  switch (command.type) {
    case 'leave':
      return accept(
        ...gone(state, self.id, now, {
          type: 'participant.left',
          payload: { participantId: self.id, reason: 'own-wish' },
        }),
      );
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
        if (outranks(target, self)) return refuse('forbidden', 'the chair cannot be removed');
        return accept(
          ...gone(state, target.id, now, { type: 'participant.removed', payload: { participantId, reason } }),
        );
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
        if (outranks(target, self)) return refuse('forbidden', 'the chair cannot be moved');
        if (target.role === 'recorder') return refuse('forbidden', "the server's own");
        return accept(
          ...gone(state, target.id, now, { type: 'participant.moved', payload: { participantId, to } }),
        );
      });
    }
    case 'participant.recall':
      // They leave the conferences where they are now; here their return is recorded as `participant.sentOver`.
      return onMeant(state, command.payload.target, isMovedAway, () => accept());
    case 'role.give':
      return giveRole(state, command.payload, self, now);
    case 'admission.set': {
      const { admission } = command.payload;
      return accept(
        ...(admission === state.admission
          ? []
          : [{ type: 'admission.set', payload: { admission } } as const]),
        ...(admission === 'open' && !awaitsChair(state) ? admit(state, waiting(state)) : []),
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

/** Whether a moderator has moved it to another conference, from which it has not come back. */
export const isMovedAway = ({ presence, movedTo }: Participant): boolean =>
  presence === 'left' && movedTo !== null;

/** Sends a participant back to the conference that it was moved from; a chair stays in its conference. */
export function sentBack(
  state: ConferenceState,
  participantId: ParticipantId,
  to: string,
  now: number,
): readonly ConferenceEvent[] {
  const known = state.participants[participantId];
  if (!isSeated(known) || isChair(known) || known.role === 'recorder') return [];
  return [
    ...endTurn(state, participantId, 'gone', now),
    { type: 'participant.moved', payload: { participantId, to } },
  ];
}

/** A participant gives up its place: its turn ends, and the chair's seat passes to another chair. */
const gone = (
  state: ConferenceState,
  participantId: ParticipantId,
  now: number,
  departure: ConferenceEvent,
): readonly ConferenceEvent[] => [
  ...endTurn(state, participantId, 'gone', now),
  departure,
  ...chairPasses(state, participantId),
];

/**
 * A participant gives no role above its own: only a chair makes another participant a chair for good, or
 * takes the chair's role away.
 */
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
      return refuse('forbidden', 'only a chair gives this role, and the chair is away');
    }
    const acts = role === 'chair' && by === 'acting';
    return accept(
      // A participant whose new role only receives loses the floor.
      ...(maySpeak(role) ? [] : endTurn(state, target.id, 'gone', now)),
      { type: 'role.given', payload: { participantId, role, ...(acts && { acting: true }) } },
      ...chairPasses(state, target.id),
      ...entitlementOf(state, [{ ...target, role: acts ? target.role : role }]),
      ...chairHasCome(state, { ...target, role }),
    );
  });
}

/** The events that follow from a lost connection. */
export function connectionLost(
  state: ConferenceState,
  participantId: ParticipantId,
): readonly ConferenceEvent[] {
  const presence = state.participants[participantId]?.presence;
  if (presence === 'present') return [{ type: 'participant.disconnected', payload: { participantId } }];
  // The lobby keeps no place for a participant that is not connected.
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
  return gone(state, participantId, now, {
    type: 'participant.left',
    payload: { participantId, reason: 'absent' },
  });
}

/** Puts a participant out because it may no longer attend; no events if it is not in the conference. */
export function excluded(
  state: ConferenceState,
  participantId: ParticipantId,
  reason: Exclusion,
  now: number,
): readonly ConferenceEvent[] {
  const known = state.participants[participantId];
  if (known === undefined || !isHere(known)) return [];
  return gone(state, participantId, now, {
    type: 'participant.excluded',
    payload: { participantId, reason },
  });
}

const letIn = (participantId: ParticipantId): readonly ConferenceEvent[] => [
  { type: 'participant.admitted', payload: { participantIds: [participantId] } },
];

/** Applies a role that the plan has changed. It replaces any role that was given in the conference. */
export function roleSet(
  state: ConferenceState,
  participantId: ParticipantId,
  role: Role,
  now: number,
): readonly ConferenceEvent[] {
  const known = state.participants[participantId];
  if (known === undefined || role === 'recorder' || ownRole(known) === role) return [];
  // Moderators do not wait in the lobby.
  const enters = known.presence === 'waiting' && isModerator(role);
  const seated = isSeated(known) || enters;
  const takes = (known.presence === 'present' || enters) && takesSeat(state, { ...known, role });
  return [
    ...(seated ? actingEnds(state, { role, acting: null }) : []),
    ...(seated && !maySpeak(role) ? endTurn(state, participantId, 'gone', now) : []),
    { type: 'role.given', payload: { participantId, role } },
    ...chairPasses(state, participantId),
    ...(enters ? letIn(participantId) : []),
    // The chair before may have lost its role when no other chair was present.
    ...(takes ? [seatPassesTo(participantId)] : []),
    ...(seated ? entitlementOf(state, [{ ...known, role }]) : []),
    ...(seated ? chairHasCome(state, { ...known, role }) : []),
  ];
}
