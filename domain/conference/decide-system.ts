import type { Exclusion } from '../../protocol/conference/presence.ts';
import type { ConferenceEvent, EventPayload } from '../../protocol/events.ts';
import type { SessionQuality } from '../../protocol/conference/quality.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { isLive } from './state.ts';
import { closing, reopened } from './topics/agenda.ts';
import { floorTime } from './topics/floor.ts';
import { absenceConfirmed, connectionLost, excluded, roleSet, sentBack } from './topics/presence.ts';
import { offerTime } from './topics/private-words.ts';
import { screenEnded } from './topics/stage.ts';
import { withUntenableWordsEnded } from './untenable-words.ts';

/** Commands of the server itself; no participant can send them. */
export type SystemCommand =
  | ({ readonly type: 'open' } & EventPayload<'conference.opened'>)
  | { readonly type: 'connectionLost'; readonly participantId: ParticipantId }
  | { readonly type: 'absenceConfirmed'; readonly participantId: ParticipantId }
  | { readonly type: 'exclude'; readonly participantId: ParticipantId; readonly reason: Exclusion }
  | { readonly type: 'setRole'; readonly participantId: ParticipantId; readonly role: Role }
  | { readonly type: 'expect'; readonly sentOver: EventPayload<'participant.sentOver'> }
  /** A leader of the conference that it was moved from calls it back there. */
  | { readonly type: 'sendBack'; readonly participantId: ParticipantId; readonly to: ConferenceId }
  | { readonly type: 'floorTime' }
  | { readonly type: 'offerTime' }
  | { readonly type: 'screenEnded'; readonly participantId: ParticipantId }
  | { readonly type: 'addDocument'; readonly document: EventPayload<'document.added'> }
  | { readonly type: 'noteQuality'; readonly participants: readonly SessionQuality[] }
  | { readonly type: 'reopen'; readonly endsAt: number }
  | { readonly type: 'end'; readonly reason: 'schedule' | 'cancelled' };

/**
 * Decides the server's own commands. They report what has happened, so a command that no longer applies
 * yields no events.
 */
export function decideSystem(
  state: ConferenceState,
  command: SystemCommand,
  now: number,
): readonly ConferenceEvent[] {
  return withUntenableWordsEnded(state, decideSystemCommand(state, command, now), now);
}

function decideSystemCommand(
  state: ConferenceState,
  command: SystemCommand,
  now: number,
): readonly ConferenceEvent[] {
  switch (command.type) {
    case 'open': {
      const { type: _, ...facts } = command;
      return state.phase === 'planned' ? [{ type: 'conference.opened', payload: facts }] : [];
    }
    case 'connectionLost':
      return isLive(state) ? connectionLost(state, command.participantId) : [];
    case 'absenceConfirmed':
      return isLive(state) ? absenceConfirmed(state, command.participantId, now) : [];
    case 'exclude':
      return isLive(state) ? excluded(state, command.participantId, command.reason, now) : [];
    case 'setRole':
      return isLive(state) ? roleSet(state, command.participantId, command.role, now) : [];
    case 'expect':
      return isLive(state) ? [{ type: 'participant.sentOver', payload: command.sentOver }] : [];
    case 'sendBack':
      return isLive(state) ? sentBack(state, command.participantId, command.to, now) : [];
    case 'floorTime':
      return isLive(state) ? floorTime(state, now) : [];
    case 'offerTime':
      return isLive(state) ? offerTime(state, now) : [];
    case 'screenEnded':
      return isLive(state) ? screenEnded(state, command.participantId) : [];
    case 'addDocument':
      return isLive(state) && state.documents.byId[command.document.id] === undefined
        ? [{ type: 'document.added', payload: command.document }]
        : [];
    case 'noteQuality':
      return state.phase === 'closed' && command.participants.length > 0
        ? [{ type: 'quality.noted', payload: { participants: [...command.participants] } }]
        : [];
    case 'reopen':
      return reopened(state, command.endsAt, now);
    case 'end':
      return isLive(state)
        ? [...closing(state, now), { type: 'conference.ended', payload: { reason: command.reason } }]
        : [];
    default:
      return command satisfies never;
  }
}
