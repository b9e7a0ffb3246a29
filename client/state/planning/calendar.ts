import {
  dayInVietnam,
  minuteOfDayInVietnam,
  startOfDayInVietnam,
  weekdayInVietnam,
} from '../../../domain/sites/calendar.ts';
import { startBesideLunch } from '../../../domain/schedule/free-times.ts';
import { type Arrow, arrows } from '../room/spatial.ts';

export const scales = ['month', 'week', 'day', 'list'] as const;
export type Scale = (typeof scales)[number];

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** The step by which meetings are moved. */
export const quarterMs = 15 * minuteMs;

/** How long a meeting lasts that is planned without a word about its length. */
export const usualLengthMs = 2 * hourMs;

/** A quarter of an hour to plan and to answer, and one in which the rooms are let in. */
const aheadMs = 2 * quarterMs;

/**
 * The start that is offered for a plan made now: the first full hour that leaves time for what comes before; after
 * lunch, if a meeting of the usual length would run into it.
 */
export function offeredStartMs(nowMs: number): number {
  const fromMs = (Math.floor((nowMs + aheadMs) / hourMs) + 1) * hourMs;
  return startBesideLunch({ fromMs, toMs: fromMs + usualLengthMs });
}

/** Shorter meetings are drawn at this length, so that they can be read and clicked. */
const shortestMinutes = 30;
const minutesOfDay = 24 * 60;

/** The instant of a clock time (`HH:MM`) on a day (`YYYY-MM-DD`) in Vietnam; NaN where either is invalid. */
export const instantAt = (day: string, time: string): number => Date.parse(`${day}T${time}:00+07:00`);

const two = (n: number): string => String(n).padStart(2, '0');

/** Vietnam's clock time of an instant, `HH:MM`, as a time field takes it. */
export function clockTimeAt(atMs: number): string {
  const minutes = minuteOfDayInVietnam(atMs);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export const daysLater = (day: string, days: number): string =>
  dayInVietnam(startOfDayInVietnam(day) + days * dayMs);

const daysFrom = (day: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => daysLater(day, index));

/** The seven days of the week that contains a day, Monday first. */
export const weekOf = (day: string): readonly string[] =>
  daysFrom(daysLater(day, -((weekdayInVietnam(startOfDayInVietnam(day)) + 6) % 7)), 7);

const firstOfMonth = (day: string): string => `${day.slice(0, 'YYYY-MM'.length)}-01`;
/** 31 days after the first of a month is always in the next month: no month is longer than 31 days. */
const firstOfNextMonth = (day: string): string => firstOfMonth(daysLater(firstOfMonth(day), 31));
const daysInMonth = (day: string): number =>
  Math.round((startOfDayInVietnam(firstOfNextMonth(day)) - startOfDayInVietnam(firstOfMonth(day))) / dayMs);

/** The days that a view of this scale shows around a day; a month view shows whole weeks. */
export function daysShown(scale: Scale, day: string): readonly string[] {
  switch (scale) {
    case 'day':
      return [day];
    case 'week':
      return weekOf(day);
    case 'list':
      return daysFrom(firstOfMonth(day), daysInMonth(day));
    case 'month': {
      const [monday = day] = weekOf(firstOfMonth(day));
      const after = startOfDayInVietnam(firstOfNextMonth(day)) - startOfDayInVietnam(monday);
      return daysFrom(monday, Math.ceil(after / (7 * dayMs)) * 7);
    }
    default:
      return scale satisfies never;
  }
}

/** The same day in the next or previous view; in a shorter month its last day. */
export function stepped(scale: Scale, day: string, by: 1 | -1): string {
  switch (scale) {
    case 'day':
      return daysLater(day, by);
    case 'week':
      return daysLater(day, 7 * by);
    case 'list':
    case 'month': {
      const month = by === 1 ? firstOfNextMonth(day) : firstOfMonth(daysLater(firstOfMonth(day), -1));
      const date = Math.min(Number(day.slice('YYYY-MM-'.length)), daysInMonth(month));
      return daysLater(month, date - 1);
    }
    default:
      return scale satisfies never;
  }
}

export interface Timed {
  readonly id: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Meetings that take place on a day, even if only their end does; by start. */
export function meetingsOn<M extends Timed>(day: string, meetings: readonly M[]): readonly M[] {
  const begins = startOfDayInVietnam(day);
  return meetings
    .filter(({ startsAtMs, endsAtMs }) => startsAtMs < begins + dayMs && endsAtMs > begins)
    .sort((a, b) => a.startsAtMs - b.startsAtMs || b.endsAtMs - a.endsAtMs || (a.id < b.id ? -1 : 1));
}

/** A meeting's position in the column of a day. */
export interface Laid<M extends Timed> {
  readonly meeting: M;
  /** Minutes since midnight. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** From 0, of `lanes` side by side. */
  readonly lane: number;
  readonly lanes: number;
}

/** Meetings of a day, side by side where they overlap: each in the first free lane. */
export function laidOut<M extends Timed>(day: string, meetings: readonly M[]): readonly Laid<M>[] {
  const begins = startOfDayInVietnam(day);
  const laid: Laid<M>[] = [];
  let together: Omit<Laid<M>, 'lanes'>[] = [];
  /** Minute at which each lane is free again. */
  let lanes: number[] = [];
  const settle = (): void => {
    laid.push(...together.map((each) => ({ ...each, lanes: lanes.length })));
    together = [];
    lanes = [];
  };
  for (const meeting of meetingsOn(day, meetings)) {
    const starts = Math.max(0, (meeting.startsAtMs - begins) / minuteMs);
    const fromMinute = Math.min(starts, minutesOfDay - shortestMinutes);
    const ends = (meeting.endsAtMs - begins) / minuteMs;
    const toMinute = Math.min(minutesOfDay, Math.max(ends, fromMinute + shortestMinutes));
    if (lanes.every((freeAt) => freeAt <= fromMinute)) settle();
    const found = lanes.findIndex((freeAt) => freeAt <= fromMinute);
    const lane = found < 0 ? lanes.length : found;
    lanes[lane] = toMinute;
    together.push({ meeting, fromMinute, toMinute, lane });
  }
  settle();
  return laid;
}

export const isArrow = (key: string): key is Arrow => arrows.some((arrow) => arrow === key);

/** One appearance of a meeting: a meeting over midnight appears on two days. */
export interface MeetingOnDay {
  readonly day: string;
  readonly id: string;
}

/**
 * The meeting that an arrow key leads to. Up and down: the previous or next of all shown meetings by time.
 * Left and right: the nearest start on the next day with meetings. Undefined at the edge.
 */
export function neighbour(
  days: readonly string[],
  meetings: readonly Timed[],
  at: MeetingOnDay,
  arrow: Arrow,
): MeetingOnDay | undefined {
  const all = days.flatMap((day) => meetingsOn(day, meetings).map((meeting) => ({ day, meeting })));
  const index = all.findIndex(({ day, meeting }) => day === at.day && meeting.id === at.id);
  const from = all[index];
  if (!from) return undefined;
  const by = arrow === 'ArrowUp' || arrow === 'ArrowLeft' ? -1 : 1;
  if (arrow === 'ArrowUp' || arrow === 'ArrowDown') {
    const next = all[index + by];
    return next && { day: next.day, id: next.meeting.id };
  }
  const aside = by === 1 ? all.slice(index) : all.slice(0, index).toReversed();
  const day = aside.find((each) => each.day !== at.day)?.day;
  if (day === undefined) return undefined;
  const away = ({ startsAtMs }: Timed): number =>
    Math.abs(minuteOfDayInVietnam(startsAtMs) - minuteOfDayInVietnam(from.meeting.startsAtMs));
  const nearest = meetingsOn(day, meetings).toSorted((a, b) => away(a) - away(b))[0];
  return nearest && { day, id: nearest.id };
}

/** By how much an arrow key moves a meeting, in ms: a quarter of an hour up or down, a day sideways. */
export const shiftOf = (arrow: Arrow): number =>
  ({ ArrowUp: -quarterMs, ArrowDown: quarterMs, ArrowLeft: -dayMs, ArrowRight: dayMs })[arrow];

/** By how many days an arrow key moves in a month view. */
export const daysOf = (arrow: Arrow): number =>
  ({ ArrowUp: -7, ArrowDown: 7, ArrowLeft: -1, ArrowRight: 1 })[arrow];
