import type { Command } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceEvent, Identity, Seat } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { refusal } from './policy.ts';
import { isModerator, isSeated, maySpeak, seatsOf } from './state.ts';

/** What is to be written in the log (nothing, where the wish is met already), or why not. */
export type Decision =
  | { readonly ok: true; readonly events: readonly ConferenceEvent[] }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail?: string };

export interface Limits {
  /** How many participants one conference holds, those included whose connection is lost for now. */
  readonly participants: number;
}

const accept = (...events: readonly ConferenceEvent[]): Decision => ({ ok: true, events });
const refuse = (code: ErrorCode, detail?: string): Decision => ({
  ok: false,
  code,
  ...(detail !== undefined && { detail }),
});

/**
 * Decides what a participant's command does to a conference. Pure: all that it needs is in its arguments.
 *
 * @param actor the participant as its join token names it; once it is in the conference, the role it has there counts
 */
export function decide(state: ConferenceState, command: Command, actor: Identity, limits: Limits): Decision {
  const self = state.participants[actor.id];
  const denied = refusal(command.type, self?.role ?? actor.role, state.phase);
  if (denied !== undefined) return refuse(state.phase === 'closed' ? 'not-live' : denied);
  if (command.type === 'join') return join(state, actor, limits);
  if (self?.presence === 'removed') return refuse('removed');
  if (command.type === 'leave') {
    return self && self.presence !== 'left'
      ? accept({ type: 'participant.left', payload: { participantId: self.id, reason: 'own-wish' } })
      : accept();
  }
  if (!isSeated(self)) return refuse('not-admitted');
  return act(state, command, self);
}

function act(
  state: ConferenceState,
  command: Exclude<Command, { type: 'join' | 'leave' }>,
  self: Participant,
): Decision {
  switch (command.type) {
    case 'microphone.open':
      if (self.microphone === 'held') return refuse('microphone-held');
      return self.microphone === 'open'
        ? accept()
        : accept({ type: 'microphone.opened', payload: { participantId: self.id } });
    case 'microphone.mute':
      // An ask that stands is declined by muting, so it counts as a change.
      return self.microphone === 'open' || self.asked
        ? accept({ type: 'microphone.muted', payload: { participantId: self.id } })
        : accept();
    case 'participant.admit':
      return onAll(
        state,
        command.payload.participantIds,
        ({ presence }) => presence === 'waiting',
        (participantIds) => accept({ type: 'participant.admitted', payload: { participantIds } }),
      );
    case 'participant.mute': {
      const { participantIds } = command.payload;
      const chair = participantIds.some((id) => id !== self.id && outranks(state.participants[id], self));
      if (chair) return refuse('forbidden', 'nobody but the chair mutes the chair');
      return onAll(state, participantIds, isSeated, (ids) => hold(state, ids));
    }
    case 'participant.muteAll':
      return hold(state, mutableByAll(state));
    case 'participant.askToUnmute':
      return on(state, command.payload.participantId, isSeated, (target) => {
        if (!maySpeak(target.role)) return refuse('forbidden', 'this role receives only');
        if (target.microphone === 'open' || target.asked) return accept();
        return accept({ type: 'microphone.asked', payload: { participantId: target.id } });
      });
    case 'participant.remove': {
      const { participantId, reason } = command.payload;
      return on(state, participantId, isHere, (target) => {
        if (target.id === self.id) return refuse('forbidden', 'leave instead');
        if (outranks(target, self)) return refuse('forbidden', 'nobody removes the chair');
        return accept({ type: 'participant.removed', payload: { participantId, reason } });
      });
    }
    case 'stage.give':
      return on(state, command.payload.participantId, isSeated, (target) =>
        seatOn(state, command.payload.seat, target),
      );
    case 'stage.take':
      if (command.payload.seat === 'chair' && self.role !== 'chair') {
        return refuse('forbidden', "the chair's seat is given, not taken");
      }
      return seatOn(state, command.payload.seat, self);
    case 'stage.clear':
      return clear(state, command.payload.seat);
    case 'stage.yield':
      return seatsOf(state, self.id).includes(command.payload.seat)
        ? clear(state, command.payload.seat)
        : refuse('forbidden', 'this seat is not held');
    case 'conference.start':
      return accept({ type: 'conference.started', payload: {} });
    case 'conference.lock':
      return state.locked ? accept() : accept({ type: 'conference.locked', payload: {} });
    case 'conference.unlock':
      return state.locked ? accept({ type: 'conference.unlocked', payload: {} }) : accept();
    case 'conference.end':
      return accept({ type: 'conference.ended', payload: { reason: 'moderator' } });
    default:
      return command satisfies never;
  }
}

/** The ladder at the door, first case that fits. */
function join(state: ConferenceState, actor: Identity, limits: Limits): Decision {
  const presence = state.participants[actor.id]?.presence;
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
    case undefined:
      break;
    default:
      return presence satisfies never;
  }
  const moderator = isModerator(actor.role);
  if (state.locked && !moderator) return refuse('locked');
  if (Object.values(state.participants).filter(isHere).length >= limits.participants) return refuse('full');
  if (state.admission === 'lobby' && !moderator && presence === undefined) {
    return accept({ type: 'participant.waiting', payload: { identity: actor } });
  }
  // The chair opens the session and is heard at once; everybody else begins muted.
  const microphone = actor.role === 'chair' ? 'open' : 'muted';
  const joined: ConferenceEvent = { type: 'participant.joined', payload: { identity: actor, microphone } };
  const seatFree = actor.role === 'chair' && state.stage.chair === undefined;
  return seatFree
    ? accept(joined, { type: 'stage.taken', payload: { seat: 'chair', participantId: actor.id } })
    : accept(joined);
}

/** A seat on the stage comes with an open microphone, and the speaker who makes way for the next falls silent. */
function seatOn(state: ConferenceState, seat: Seat, target: Participant): Decision {
  if (!maySpeak(target.role)) return refuse('forbidden', 'this role receives only');
  const events: ConferenceEvent[] = [];
  const holder = state.stage[seat];
  if (holder !== target.id) {
    if (seat === 'speaker' && holder !== undefined) events.push(...silence(state, holder));
    events.push({ type: 'stage.taken', payload: { seat, participantId: target.id } });
  }
  if (seat !== 'slides' && target.microphone !== 'open') {
    events.push({ type: 'microphone.opened', payload: { participantId: target.id } });
  }
  return accept(...events);
}

function clear(state: ConferenceState, seat: Seat): Decision {
  const holder = state.stage[seat];
  if (holder === undefined) return accept();
  const cleared: ConferenceEvent = { type: 'stage.cleared', payload: { seat } };
  return seat === 'speaker' ? accept(...silence(state, holder), cleared) : accept(cleared);
}

/** Closes the microphone of a speaker whose turn ends; a moderator's stays as it is. */
function silence(state: ConferenceState, id: ParticipantId): readonly ConferenceEvent[] {
  const speaker = state.participants[id];
  return speaker?.microphone === 'open' && !isModerator(speaker.role)
    ? [{ type: 'microphone.muted', payload: { participantId: id } }]
    : [];
}

function hold(state: ConferenceState, ids: readonly ParticipantId[]): Decision {
  const participantIds = ids.filter((id) => state.participants[id]?.microphone !== 'held');
  return participantIds.length === 0
    ? accept()
    : accept({ type: 'microphone.held', payload: { participantIds } });
}

/** Mute-all spares whoever has the floor and those who lead the session. */
const mutableByAll = (state: ConferenceState): readonly ParticipantId[] =>
  Object.values(state.participants)
    .filter((participant) => isSeated(participant) && maySpeak(participant.role))
    .filter(({ role, id }) => !isModerator(role) && state.stage.speaker !== id)
    .map(({ id }) => id);

const isHere = ({ presence }: Participant): boolean =>
  presence === 'present' || presence === 'away' || presence === 'waiting';

const outranks = (target: Participant | undefined, actor: Participant): boolean =>
  target?.role === 'chair' && actor.role !== 'chair';

function on(
  state: ConferenceState,
  id: ParticipantId,
  fits: (participant: Participant) => boolean,
  then: (target: Participant) => Decision,
): Decision {
  const target = state.participants[id];
  return target && fits(target) ? then(target) : refuse('not-found');
}

/** Refuses only where nobody of those named fits: a list made a moment ago may name some who have just left. */
function onAll(
  state: ConferenceState,
  ids: readonly ParticipantId[],
  fits: (participant: Participant) => boolean,
  then: (ids: ParticipantId[]) => Decision,
): Decision {
  const found = [...new Set(ids)].filter((id) => {
    const participant = state.participants[id];
    return participant !== undefined && fits(participant);
  });
  return found.length === 0 ? refuse('not-found') : then(found);
}

/** What the server itself does to a conference; no participant can send these. */
export type SystemCommand =
  | {
      readonly type: 'open';
      readonly title: string;
      readonly classification: string;
      readonly admission: ConferenceState['admission'];
    }
  | { readonly type: 'connectionLost'; readonly participantId: ParticipantId }
  | { readonly type: 'absenceConfirmed'; readonly participantId: ParticipantId }
  | { readonly type: 'end'; readonly reason: 'schedule' | 'cancelled' };

/** Decides the server's own commands. They state what is the case, so where they no longer fit they do nothing. */
export function decideSystem(state: ConferenceState, command: SystemCommand): readonly ConferenceEvent[] {
  switch (command.type) {
    case 'open': {
      const { title, classification, admission } = command;
      return state.phase === 'planned'
        ? [{ type: 'conference.opened', payload: { title, classification, admission } }]
        : [];
    }
    case 'connectionLost': {
      const { participantId } = command;
      const presence = state.participants[participantId]?.presence;
      if (presence === 'present') return [{ type: 'participant.disconnected', payload: { participantId } }];
      // The lobby keeps no place for whoever is not there.
      if (presence === 'waiting')
        return [{ type: 'participant.left', payload: { participantId, reason: 'absent' } }];
      return [];
    }
    case 'absenceConfirmed': {
      const { participantId } = command;
      return state.participants[participantId]?.presence === 'away'
        ? [{ type: 'participant.left', payload: { participantId, reason: 'absent' } }]
        : [];
    }
    case 'end':
      return state.phase === 'opening' || state.phase === 'in-session'
        ? [{ type: 'conference.ended', payload: { reason: command.reason } }]
        : [];
    default:
      return command satisfies never;
  }
}
