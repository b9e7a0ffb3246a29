import { budgetLeftMs, notSpokenYet } from '../../../domain/conference/topics/floor.ts';
import type { FloorSettings, Hand } from '../../../protocol/conference/floor.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';

/** The turn of the participant with the floor, at one moment of the server's clock. */
export interface TurnView {
  readonly participant: Participant;
  readonly spokenMs: number;
  /** Until the end of the turn; negative in overtime; null without a limit. */
  readonly leftMs: number | null;
  readonly pace: 'in-time' | 'warned' | 'over';
}

export function turnView(conference: ConferenceState, now: number): TurnView | undefined {
  const { holder } = conference.floor;
  const participant = holder && conference.participants[holder.participantId];
  if (!holder || !participant) return undefined;
  const leftMs = holder.endsAt === null ? null : holder.endsAt - now;
  // A floor that is handed back automatically is never over time: the event only takes a moment to arrive.
  const over = leftMs !== null && leftMs <= 0 && !conference.floor.settings.handsBack;
  return {
    participant,
    spokenMs: Math.max(0, now - holder.since),
    leftMs: leftMs !== null && !over ? Math.max(0, leftMs) : leftMs,
    pace: over ? 'over' : holder.warned ? 'warned' : 'in-time',
  };
}

/** One request to speak, as the panel lists it. */
export interface QueuedHand {
  readonly hand: Hand;
  readonly participant: Participant;
  /** Speaking time left to the unit; null without a limit. */
  readonly budgetLeftMs: number | null;
}

/** The requests for one agenda item. */
export interface ItemQueue {
  readonly itemId: string | null;
  /** Null for requests made while no item was current. */
  readonly title: string | null;
  readonly hands: readonly QueuedHand[];
}

export interface QueueView {
  /** The queue of the current item; the next speaker is first. */
  readonly current: ItemQueue;
  /** The queues of the other items, in agenda order. */
  readonly others: readonly ItemQueue[];
}

/** All requests in the order that every screen shows. */
export function queueView(conference: ConferenceState): QueueView {
  const { agenda, floor } = conference;
  const of = (itemId: string | null): ItemQueue => ({
    itemId,
    title: agenda.items.find(({ id }) => id === itemId)?.title ?? null,
    hands: floor.queue
      .filter((hand) => hand.itemId === itemId)
      .flatMap((hand) => {
        const participant = conference.participants[hand.participantId];
        return participant
          ? [{ hand, participant, budgetLeftMs: budgetLeftMs(conference, participant) }]
          : [];
      }),
  });
  const currentId = agenda.current?.itemId ?? null;
  return {
    current: of(currentId),
    others: [null, ...agenda.items.map(({ id }) => id)]
      .filter((itemId) => itemId !== currentId)
      .map(of)
      .filter(({ hands }) => hands.length > 0),
  };
}

/** The order with one id moved to this place, from 0; undefined where that changes nothing or is no place. */
export function movedTo(ids: readonly string[], id: string, to: number): readonly string[] | undefined {
  const from = ids.indexOf(id);
  if (from < 0 || to === from || to < 0 || to >= ids.length) return undefined;
  return ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

/** The own request and its place among the requests for its item, from 1. */
export function ownHand(
  conference: ConferenceState,
  ownId: string,
): { readonly hand: Hand; readonly place: number } | undefined {
  const hand = conference.floor.queue.find(({ participantId }) => participantId === ownId);
  if (!hand) return undefined;
  const ofItem = conference.floor.queue.filter(({ itemId }) => itemId === hand.itemId);
  return { hand, place: ofItem.indexOf(hand) + 1 };
}

const byName = new Intl.Collator('vi', { numeric: true });

/** Participants that have not spoken yet, by name. */
export const silentSoFar = (conference: ConferenceState): readonly Participant[] =>
  [...notSpokenYet(conference)].sort((a, b) => byName.compare(a.name, b.name));

const minuteMs = 60_000;

/** The floor's rules as typed text: minutes and seconds, empty for no limit. */
export interface TypedSettings {
  readonly turnMinutes: string;
  readonly budgetMinutes: string;
  readonly warnSeconds: string;
  readonly handsBack: boolean;
}

export const typedSettings = ({
  turnMs,
  unitBudgetMs,
  warnBeforeMs,
  handsBack,
}: FloorSettings): TypedSettings => ({
  turnMinutes: turnMs === null ? '' : String(turnMs / minuteMs),
  budgetMinutes: unitBudgetMs === null ? '' : String(unitBudgetMs / minuteMs),
  warnSeconds: String(warnBeforeMs / 1000),
  handsBack,
});

/** The typed rules in the form that the server takes; undefined where a field is not a number. */
export function settingsTyped(typed: TypedSettings): FloorSettings | undefined {
  const turnMs = limitMs(typed.turnMinutes);
  const unitBudgetMs = limitMs(typed.budgetMinutes);
  const warnSeconds = Number(typed.warnSeconds);
  if (turnMs === undefined || unitBudgetMs === undefined || !(warnSeconds >= 0)) return undefined;
  return { turnMs, unitBudgetMs, warnBeforeMs: Math.round(warnSeconds * 1000), handsBack: typed.handsBack };
}

function limitMs(minutes: string): number | null | undefined {
  if (minutes.trim() === '') return null;
  const count = Number(minutes.replace(',', '.'));
  return count > 0 ? Math.round(count * minuteMs) : undefined;
}

const two = (count: number): string => String(count).padStart(2, '0');

/** "4:05", or "1:02:00" from one hour on. Rounds up to whole seconds, so that a countdown ends at 0:00. */
export function duration(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
