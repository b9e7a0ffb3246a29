import { RRuleTemporal } from 'rrule-temporal';
import type { Span } from './free-times.ts';
import {
  longestYears,
  mostOccurrences,
  parseRule,
  type RecurrenceRule,
  type RuleProblem,
} from './recurrence-rule.ts';

/** The time zone of a series, unless it has another one. */
export const homeTimeZone = 'Asia/Ho_Chi_Minh';

export interface Recurrence {
  /** The value of an RRULE (RFC 5545, 3.3.10), such as `FREQ=WEEKLY;BYDAY=MO;COUNT=10`. */
  readonly rule: string;
  /** An IANA time zone: the wall clock by which the occurrences are held. */
  readonly timeZone: string;
  /** When the first occurrence starts. The rule must give this occurrence. */
  readonly firstMs: number;
}

/** Why a rule makes no series. */
export type RecurrenceProblem = RuleProblem | 'unknown-time-zone' | 'first-does-not-follow' | 'happens-once';

export type RecurrenceTimes =
  | { readonly ok: true; readonly startsMs: readonly number[] }
  | { readonly ok: false; readonly problem: RecurrenceProblem };

const problem = (what: RecurrenceProblem): RecurrenceTimes => ({ ok: false, problem: what });

/** The library steps from period to period: the longest series has 1,827 days. */
const mostPeriods = 2_000;

/**
 * The starts of all occurrences, epoch ms, in order. A local time that does not exist on its day is left out,
 * as the RFC says. The library is never asked for more than the longest series, so no rule takes longer than
 * about a tenth of a second.
 */
export function occurrencesOf({ rule: text, timeZone, firstMs }: Recurrence): RecurrenceTimes {
  if (!isTimeZone(timeZone)) return problem('unknown-time-zone');
  const parsed = parseRule(text);
  if (!parsed.ok) return parsed;
  const { rule } = parsed;
  const lastMs = at(firstMs, timeZone).add({ years: longestYears }).epochMilliseconds;
  const startsMs = startsWithin(rule, { firstMs, timeZone, lastMs });
  if (startsMs === undefined) return problem('not-understood');
  if (startsMs[0] !== firstMs) return problem('first-does-not-follow');
  if (startsMs.length > mostOccurrences) return problem('too-many');
  const cutShort = rule.count === null ? (rule.untilMs ?? 0) > lastMs : startsMs.length < rule.count;
  if (cutShort) return problem('too-long');
  return startsMs.length < 2 ? problem('happens-once') : { ok: true, startsMs };
}

/**
 * The starts of the occurrences: at most one more than `mostOccurrences`, and only the first one if that is
 * not `firstMs`. Undefined if the library refuses the rule.
 */
function startsWithin(
  { frequency, interval, count, untilMs, weekStart, ...by }: RecurrenceRule,
  { firstMs, timeZone, lastMs }: Omit<Recurrence, 'rule'> & { readonly lastMs: number },
): readonly number[] | undefined {
  const startsMs: number[] = [];
  const most = Math.min(count ?? Infinity, mostOccurrences + 1);
  try {
    new RRuleTemporal({
      freq: frequency,
      interval,
      ...(by.byDay.length > 0 && { byDay: [...by.byDay] }),
      ...(by.byMonthDay.length > 0 && { byMonthDay: [...by.byMonthDay] }),
      ...(by.byMonth.length > 0 && { byMonth: [...by.byMonth] }),
      ...(by.bySetPos.length > 0 && { bySetPos: [...by.bySetPos] }),
      wkst: weekStart,
      dtstart: dtstart(firstMs, timeZone),
      until: dtstart(Math.min(untilMs ?? lastMs, lastMs), timeZone),
      maxIterations: mostPeriods,
      cache: false,
      strict: true,
    }).all(({ epochMilliseconds }) => {
      startsMs.push(epochMilliseconds);
      return startsMs[0] === firstMs && startsMs.length < most;
    });
  } catch (error) {
    // The library throws an error for a rule that it does not accept.
    if (error instanceof Error) return undefined;
    throw error;
  }
  return startsMs;
}

/**
 * How far the wall clock of the zone moves from one instant to another, in ms; a day is always 24 hours of
 * it.
 */
export const wallClockShift = (fromMs: number, toMs: number, timeZone: string): number =>
  wallClock(toMs, timeZone) - wallClock(fromMs, timeZone);

/**
 * The instant at which the zone's wall clock shows `shiftMs` more than at `atMs`. A local time that does not
 * exist becomes the later instant.
 */
export const shiftedByWallClock = (atMs: number, shiftMs: number, timeZone: string): number =>
  at(atMs, timeZone).toPlainDateTime().add({ milliseconds: shiftMs }).toZonedDateTime(timeZone)
    .epochMilliseconds;

/**
 * The zone's calendar day that an instant is in. It is longer or shorter than 24 hours on the day of a clock
 * change.
 */
export function calendarDay(atMs: number, timeZone: string): Span {
  const start = at(atMs, timeZone).startOfDay();
  return { fromMs: start.epochMilliseconds, toMs: start.add({ days: 1 }).epochMilliseconds };
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const wallClock = (atMs: number, timeZone: string): number =>
  at(atMs, timeZone).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds;

/** An instant in a time zone, as an object of the library's own Temporal: this Node has none yet. */
const at = (atMs: number, timeZone: string) =>
  new RRuleTemporal({ freq: 'DAILY', count: 1, dtstart: dtstart(atMs, timeZone) }).options().dtstart;

const dtstart = (atMs: number, timeZone: string) => ({
  timeZoneId: timeZone,
  toString: () => `${new Date(atMs).toISOString()}[${timeZone}]`,
});
