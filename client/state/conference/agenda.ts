import type { ConferenceState } from '../../../protocol/state.ts';

const minuteMs = 60_000;

export interface AgendaItemView {
  readonly id: string;
  readonly title: string;
  readonly plannedMs: number | null;
  /** Includes the time of the current item. */
  readonly usedMs: number;
  /** Time over the plan; 0 within it. */
  readonly overMs: number;
  readonly standing: 'ahead' | 'current' | 'done';
}

export interface AgendaView {
  readonly items: readonly AgendaItemView[];
  readonly plannedMs: number;
  readonly usedMs: number;
  /** The item to take next; undefined after the last. */
  readonly next: AgendaItemView | undefined;
}

/** The agenda at `now`, epoch ms on the server's clock. */
export function agendaView({ agenda }: ConferenceState, now: number): AgendaView {
  const { items, current, used } = agenda;
  const views = items.map(({ id, title, plannedMinutes }): AgendaItemView => {
    const isCurrent = current?.itemId === id;
    const before = used[id];
    const usedMs = (before ?? 0) + (isCurrent ? Math.max(0, now - current.since) : 0);
    const plannedMs = plannedMinutes === null ? null : plannedMinutes * minuteMs;
    return {
      id,
      title,
      plannedMs,
      usedMs,
      overMs: plannedMs === null ? 0 : Math.max(0, usedMs - plannedMs),
      standing: isCurrent ? 'current' : before === undefined ? 'ahead' : 'done',
    };
  });
  const lastBegun = views.findLastIndex(({ standing }) => standing !== 'ahead');
  return {
    items: views,
    plannedMs: views.reduce((sum, { plannedMs }) => sum + (plannedMs ?? 0), 0),
    usedMs: views.reduce((sum, { usedMs }) => sum + usedMs, 0),
    next: views.find(({ standing }, index) => standing === 'ahead' && index > lastBegun),
  };
}

export interface SessionTiming {
  readonly endsAt: number;
  /** Until the planned end; negative in overtime. */
  readonly leftMs: number;
  /** Since the chair opened the session; null before. */
  readonly runningMs: number | null;
  /** Time left of the current break, negative once it is overdue; null outside a break. */
  readonly breakLeftMs: number | null;
}

export const sessionTiming = (
  { endsAt, startedAt, breakUntil }: ConferenceState,
  now: number,
): SessionTiming => ({
  endsAt,
  leftMs: endsAt - now,
  runningMs: startedAt === null ? null : Math.max(0, now - startedAt),
  breakLeftMs: breakUntil === null ? null : breakUntil - now,
});
