import type { TopicCommand } from '../../../protocol/commands.ts';
import type { ConferenceEvent, TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { reopenWithinMs } from '../../reopening.ts';
import { awaitsChair } from '../chair.ts';
import { accept, refuse } from '../decision.ts';
import type { Context, Decision } from '../decision.ts';
import { endTurn } from './floor.ts';

const minuteMs = 60_000;

export function decideAgenda(
  state: ConferenceState,
  command: TopicCommand<'agenda'>,
  _self: Participant,
  { now }: Context,
): Decision {
  switch (command.type) {
    case 'conference.start':
      return awaitsChair(state)
        ? refuse('chair-absent')
        : accept({ type: 'conference.started', payload: {} });
    case 'agenda.begin': {
      const { itemId } = command.payload;
      if (!state.agenda.items.some(({ id }) => id === itemId)) return refuse('not-found');
      if (state.agenda.current?.itemId === itemId) return accept();
      return accept(...endItem(state, now), { type: 'agenda.begun', payload: { itemId } });
    }
    case 'agenda.finish':
      return accept(...endItem(state, now));
    case 'conference.pause':
      return accept(...endFloor(state, now), {
        type: 'conference.paused',
        payload: { until: now + command.payload.minutes * minuteMs },
      });
    case 'conference.resume':
      return accept({ type: 'conference.resumed', payload: {} });
    case 'conference.extend':
      return accept({
        type: 'conference.extended',
        payload: { endsAt: extendedEnd(state, command.payload.minutes) },
      });
    case 'conference.end':
      return accept(...closing(state, now), { type: 'conference.ended', payload: { reason: 'moderator' } });
    default:
      return command satisfies never;
  }
}

/** When the session will end after an extension, epoch ms. The booking side must agree to this time. */
export const extendedEnd = ({ endsAt }: ConferenceState, minutes: number): number =>
  endsAt + minutes * minuteMs;

const endFloor = (state: ConferenceState, now: number): readonly ConferenceEvent[] =>
  state.floor.holder ? endTurn(state, state.floor.holder.participantId, 'revoked', now) : [];

function endItem({ agenda: { current } }: ConferenceState, now: number): readonly ConferenceEvent[] {
  if (!current) return [];
  const usedMs = Math.max(0, now - current.since);
  return [{ type: 'agenda.finished', payload: { itemId: current.itemId, usedMs } }];
}

/** Ends the turn and the agenda item under way, so that their times are in the record. */
export const closing = (state: ConferenceState, now: number): readonly ConferenceEvent[] => [
  ...endFloor(state, now),
  ...endItem(state, now),
];

/**
 * Opens a session again that has just ended. Its ballots that were not published are discarded: the keys to their
 * votes are gone.
 */
export function reopened(state: ConferenceState, endsAt: number, now: number): readonly ConferenceEvent[] {
  const { phase, endedAt, ballots } = state;
  if (phase !== 'closed' || endedAt === null || now - endedAt > reopenWithinMs) return [];
  const lost = Object.values(ballots).filter(
    (ballot) => ballot.phase === 'open' || ballot.phase === 'closed',
  );
  return [
    { type: 'conference.reopened', payload: { endsAt } },
    ...lost.map(({ id }) => ({ type: 'ballot.discarded', payload: { ballotId: id } }) as const),
  ];
}

export function foldAgenda(state: ConferenceState, event: TopicEvent<'agenda'>): ConferenceState {
  switch (event.type) {
    case 'conference.started':
      return { ...state, phase: 'in-session', startedAt: event.at };
    case 'agenda.begun':
      return {
        ...state,
        agenda: { ...state.agenda, current: { itemId: event.payload.itemId, since: event.at } },
      };
    case 'agenda.finished': {
      const { itemId, usedMs } = event.payload;
      const used = { ...state.agenda.used, [itemId]: (state.agenda.used[itemId] ?? 0) + usedMs };
      return { ...state, agenda: { ...state.agenda, current: null, used } };
    }
    case 'conference.paused':
      return { ...state, phase: 'break', breakUntil: event.payload.until };
    case 'conference.resumed':
      return { ...state, phase: 'in-session', breakUntil: null };
    case 'conference.extended':
      return { ...state, endsAt: event.payload.endsAt };
    case 'conference.ended':
      return { ...state, phase: 'closed', breakUntil: null, endedAt: event.at };
    case 'conference.reopened':
      return {
        ...state,
        phase: state.startedAt === null ? 'opening' : 'in-session',
        endsAt: event.payload.endsAt,
        endedAt: null,
      };
    default:
      return event satisfies never;
  }
}
