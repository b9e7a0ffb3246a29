import type { TopicCommand } from '../../../protocol/commands.ts';
import type { Hand, SpeechCategory } from '../../../protocol/conference/floor.ts';
import type { ConferenceEvent, EventPayload, TopicEvent } from '../../../protocol/events.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { accept, on, refuse } from '../decision.ts';
import type { Context, Decision } from '../decision.ts';
import { hasFloor, isModerator, isSeated, maySpeak, unitOf } from '../state.ts';
import { calledNow, plannedTurnMs } from './script.ts';

export function decideFloor(
  state: ConferenceState,
  command: TopicCommand<'floor'>,
  self: Participant,
  { now }: Context,
): Decision {
  const { floor, agenda } = state;
  switch (command.type) {
    case 'hand.raise': {
      if (state.locks.hands && !isModerator(self.role)) return refuse('locked-by-moderator');
      const itemId = agenda.current?.itemId ?? null;
      const { category, subject } = command.payload;
      const raised = floor.queue.find(({ participantId }) => participantId === self.id);
      const same = raised?.category === category && raised.subject === subject && raised.itemId === itemId;
      return same
        ? accept()
        : accept({ type: 'hand.raised', payload: { participantId: self.id, category, subject, itemId } });
    }
    case 'hand.lower':
      return floor.queue.some(({ participantId }) => participantId === self.id)
        ? accept({ type: 'hand.lowered', payload: { participantId: self.id } })
        : accept();
    case 'floor.reorder': {
      // Skips participants that have just lowered their hand, and refuses ids that are not in this
      // conference.
      if (!command.payload.participantIds.every((id) => state.participants[id])) return refuse('not-found');
      const participantIds = [...new Set(command.payload.participantIds)].filter((id) =>
        floor.queue.some(({ participantId }) => participantId === id),
      );
      const order = reordered(floor.queue, participantIds);
      const same = order.every((hand, index) => hand === floor.queue[index]);
      return same ? accept() : accept({ type: 'floor.reordered', payload: { participantIds } });
    }
    case 'floor.grant':
      return grantTo(state, command.payload.participantId, now, command.payload.turnMs);
    case 'floor.revoke':
      return revoke(state, now);
    case 'floor.yield':
      return hasFloor(state, self.id)
        ? accept(...endTurn(state, self.id, 'yielded', now))
        : refuse('forbidden', 'the floor is not held');
    case 'floor.configure':
      return accept({ type: 'floor.configured', payload: command.payload });
    default:
      return command satisfies never;
  }
}

/** @param wishedMs how long the turn is; left out: as the plan and the rules of the floor say */
export const grantTo = (
  state: ConferenceState,
  participantId: ParticipantId,
  now: number,
  wishedMs?: number,
): Decision => on(state, participantId, isSeated, (target) => grant(state, target, wishedMs, now));

/** Ends the turn of the floor's holder, if there is one. */
export const revoke = (state: ConferenceState, now: number): Decision => {
  const { holder } = state.floor;
  return accept(...(holder ? endTurn(state, holder.participantId, 'revoked', now) : []));
};

/** Gives the floor: ends the turn of its holder, and opens the target's microphone, even a held one. */
function grant(
  state: ConferenceState,
  target: Participant,
  wishedMs: number | undefined,
  now: number,
): Decision {
  if (!maySpeak(target.role)) return refuse('forbidden', 'this role receives only');
  const { holder, settings } = state.floor;
  const ownMs = wishedMs ?? plannedTurnMs(state, target.id);
  if (holder?.participantId === target.id && ownMs === undefined) return accept();
  const left = budgetLeftMs(state, target, now);
  if (ownMs === undefined && left !== null && left <= 0) return refuse('budget-spent');
  const turnMs = ownMs ?? Math.min(settings.turnMs ?? Infinity, left ?? Infinity);
  const endsAt = Number.isFinite(turnMs) ? now + turnMs : null;
  return accept(
    ...(holder ? endTurn(state, holder.participantId, 'next', now, target.id) : []),
    { type: 'floor.granted', payload: { participantId: target.id, endsAt } },
    // The floor belongs to the plenary session, so a member of a group leaves its group to have it.
    ...(state.groups.members[target.id] === undefined
      ? []
      : [{ type: 'groups.assigned', payload: { participantId: target.id, groupId: null } } as const]),
    ...(target.microphone === 'open'
      ? []
      : [{ type: 'microphone.opened', payload: { participantId: target.id } } as const]),
  );
}

/**
 * Ends the turn of a participant if it has the floor. The participant is also muted, unless it leads the
 * session (as a moderator, or on the chair's seat) or speaks next.
 */
export function endTurn(
  state: ConferenceState,
  participantId: ParticipantId,
  reason: EventPayload<'floor.ended'>['reason'],
  now: number,
  next?: ParticipantId,
): readonly ConferenceEvent[] {
  const { holder } = state.floor;
  if (holder?.participantId !== participantId) return [];
  const speaker = state.participants[participantId];
  const leads = speaker && (isModerator(speaker.role) || state.stage.chair === participantId);
  const falls = speaker?.microphone === 'open' && !leads && next !== participantId;
  return [
    // A clock that was set back makes a turn short, never negative.
    { type: 'floor.ended', payload: { participantId, reason, spokenMs: Math.max(0, now - holder.since) } },
    ...(falls ? [{ type: 'microphone.muted', payload: { participantId } } as const] : []),
  ];
}

/** The event that is due on the floor now: first a warning, then the end of the turn. */
export function floorTime(state: ConferenceState, now: number): readonly ConferenceEvent[] {
  const deadline = floorDeadline(state);
  const { holder } = state.floor;
  if (!holder || deadline === undefined || now < deadline) return [];
  return holder.warned
    ? endTurn(state, holder.participantId, 'time', now)
    : [{ type: 'floor.warned', payload: { participantId: holder.participantId } }];
}

/** When `floorTime` has its next event, epoch ms; undefined if it has none. */
export function floorDeadline({ floor: { holder, settings } }: ConferenceState): number | undefined {
  if (!holder || holder.endsAt === null) return undefined;
  if (!holder.warned) return Math.max(holder.since, holder.endsAt - settings.warnBeforeMs);
  return settings.handsBack ? holder.endsAt : undefined;
}

/**
 * The speaking time that a participant's unit has left, in ms, never below 0; null without a limit. With
 * `now`, the turn under way counts, too.
 */
export function budgetLeftMs(state: ConferenceState, participant: Participant, now?: number): number | null {
  const { unitBudgetMs } = state.floor.settings;
  if (unitBudgetMs === null) return null;
  return Math.max(0, unitBudgetMs - spokenByUnitMs(state, unitOf(participant), now));
}

/**
 * How long a unit's participants have spoken in total, in ms: finished turns and, with `now`, the turn under
 * way.
 */
export function spokenByUnitMs(
  { participants, floor: { spoken, holder } }: ConferenceState,
  unit: string,
  now?: number,
): number {
  const speaker = holder ? participants[holder.participantId] : undefined;
  const speaks = speaker !== undefined && unitOf(speaker) === unit;
  let total = holder && speaks && now !== undefined ? Math.max(0, now - holder.since) : 0;
  for (const [id, { ms }] of Object.entries(spoken)) {
    const participant = participants[id];
    if (participant && unitOf(participant) === unit) total += ms;
  }
  return total;
}

/** The requests to speak on the item under way, in their order. */
export function currentQueue({ floor, agenda }: ConferenceState): readonly Hand[] {
  const itemId = agenda.current?.itemId ?? null;
  return floor.queue.filter((hand) => hand.itemId === itemId);
}

/** Seated delegates that have not had the floor yet. */
export const notSpokenYet = (state: ConferenceState): readonly Participant[] =>
  Object.values(state.participants).filter(
    (participant) =>
      isSeated(participant) &&
      participant.role === 'delegate' &&
      state.floor.spoken[participant.id] === undefined &&
      !hasFloor(state, participant.id),
  );

export function foldFloor(state: ConferenceState, event: TopicEvent<'floor'>): ConferenceState {
  const { floor } = state;
  const folded = (changes: Partial<ConferenceState['floor']>): ConferenceState => ({
    ...state,
    floor: { ...floor, ...changes },
  });
  const withoutHand = (id: ParticipantId): Hand[] =>
    floor.queue.filter(({ participantId }) => participantId !== id);
  switch (event.type) {
    case 'hand.raised':
      return folded({
        queue: queued(withoutHand(event.payload.participantId), { ...event.payload, raisedAt: event.at }),
      });
    case 'hand.lowered':
      return folded({ queue: withoutHand(event.payload.participantId) });
    case 'floor.reordered':
      return folded({ queue: reordered(floor.queue, event.payload.participantIds) });
    case 'floor.granted': {
      const { participantId, endsAt } = event.payload;
      const granted = folded({
        queue: withoutHand(participantId),
        holder: { participantId, since: event.at, endsAt, warned: false },
      });
      return { ...granted, script: calledNow(state, participantId) };
    }
    case 'floor.warned':
      return folded({ holder: floor.holder && { ...floor.holder, warned: true } });
    case 'floor.ended': {
      const { participantId, spokenMs } = event.payload;
      const before = floor.spoken[participantId] ?? { turns: 0, ms: 0 };
      const spoken = { turns: before.turns + 1, ms: before.ms + spokenMs };
      return folded({ holder: null, spoken: { ...floor.spoken, [participantId]: spoken } });
    }
    case 'floor.configured':
      return folded({ settings: event.payload });
    default:
      return event satisfies never;
  }
}

const urgency: Readonly<Record<SpeechCategory, number>> = { 'point-of-order': 0, question: 1, speech: 2 };

/**
 * Inserts a hand behind the last one that is at least as urgent. This keeps the order that the chair has
 * given to the others.
 */
function queued(queue: readonly Hand[], hand: Hand): Hand[] {
  const last = queue.findLastIndex(({ category }) => urgency[category] <= urgency[hand.category]);
  return queue.toSpliced(last + 1, 0, hand);
}

/**
 * Puts the named hands, in the given order, into the places that these hands had in the queue; the others
 * keep their places.
 */
function reordered(queue: readonly Hand[], ids: readonly ParticipantId[]): Hand[] {
  const named = ids.flatMap((id) => queue.find(({ participantId }) => participantId === id) ?? []);
  let next = 0;
  return queue.map((hand) => (named.includes(hand) ? (named[next++] ?? hand) : hand));
}
