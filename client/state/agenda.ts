import type { ConferenceState } from '../../protocol/state.ts';

const minuteMs = 60_000;

export interface AgendaItemView {
  readonly id: string;
  readonly title: string;
  readonly plannedMs: number | null;
  /** With what runs now. */
  readonly usedMs: number;
  /** Beyond what was planned; 0 within it. */
  readonly overMs: number;
  readonly standing: 'ahead' | 'current' | 'done';
}

export interface AgendaView {
  readonly items: readonly AgendaItemView[];
  readonly plannedMs: number;
  readonly usedMs: number;
  /** The item that naturally comes next; undefined after the last. */
  readonly next: AgendaItemView | undefined;
}

/** The agenda at a moment of the server's clock, `now` in epoch ms. */
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
  /** Until the planned end; below 0 in overtime. */
  readonly leftMs: number;
  /** Since the chair began; null before. */
  readonly runningMs: number | null;
  /** Of a break that is under way, below 0 once it should be over; null outside a break. */
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
