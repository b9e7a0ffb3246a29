import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { clockTimeAt, dayMs, instantAt } from './calendar.ts';

/** The times of a meeting as they are typed, and how long its rooms are booked around it. */
export interface TypedTimes {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `HH:MM`, as is the end. */
  readonly start: string;
  readonly end: string;
  /** Whether an end that is not after the start is on the next day. An end at 00:00 always is. */
  readonly isOvernight: boolean;
  /** Minutes, as is the clearing. */
  readonly preparation: string;
  readonly clearing: string;
}

export interface MeetingTimes {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly preparationMinutes: number;
  readonly clearingMinutes: number;
}

export const typedTimes = (times: MeetingTimes): TypedTimes => ({
  date: dayInVietnam(times.startsAtMs),
  start: clockTimeAt(times.startsAtMs),
  end: clockTimeAt(times.endsAtMs),
  isOvernight: dayInVietnam(times.endsAtMs) !== dayInVietnam(times.startsAtMs),
  preparation: String(times.preparationMinutes),
  clearing: String(times.clearingMinutes),
});

const midnight = '00:00';

const minutesOf = (text: string): number =>
  /^\d{1,3}$/.test(text) && Number(text) <= 240 ? Number(text) : NaN;

/** The times that are meant, or why they are invalid. */
export function timesMeant(typed: TypedTimes): MeetingTimes | 'order' | 'minutes' {
  const startsAtMs = instantAt(typed.date, typed.start);
  const endsThen = instantAt(typed.date, typed.end);
  const isNextDay = endsThen <= startsAtMs && (typed.isOvernight || typed.end === midnight);
  const endsAtMs = isNextDay ? endsThen + dayMs : endsThen;
  if (!(endsAtMs > startsAtMs)) return 'order';
  const preparationMinutes = minutesOf(typed.preparation);
  const clearingMinutes = minutesOf(typed.clearing);
  if (Number.isNaN(preparationMinutes + clearingMinutes)) return 'minutes';
  return { startsAtMs, endsAtMs, preparationMinutes, clearingMinutes };
}
