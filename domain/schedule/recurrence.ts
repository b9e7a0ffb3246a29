import { RRuleTemporal } from 'rrule-temporal';
import type { Span } from './free-times.ts';

/** Where a series is planned, unless it says otherwise. */
export const homeTimeZone = 'Asia/Ho_Chi_Minh';

/** What a series may span: a rule that goes on and on is a mistake, and each occurrence holds its rooms. */
export const longestYears = 5;
export const mostOccurrences = 400;

export interface Recurrence {
  /** The value of an RRULE (RFC 5545, 3.3.10), such as `FREQ=WEEKLY;BYDAY=MO;COUNT=10`. */
  readonly rule: string;
  /** An IANA time zone: the wall clock by which the occurrences are held. */
  readonly timeZone: string;
  /** When the first occurrence starts. It must be one that the rule gives. */
  readonly firstMs: number;
}

/** Why a rule makes no series. */
export type RecurrenceProblem =
  | 'unknown-time-zone'
  | 'not-understood'
  | 'endless'
  | 'first-does-not-follow'
  | 'happens-once'
  | 'too-many'
  | 'too-long';

export type Occurrences =
  | { readonly ok: true; readonly startsMs: readonly number[] }
  | { readonly ok: false; readonly problem: RecurrenceProblem };

const problem = (what: RecurrenceProblem): Occurrences => ({ ok: false, problem: what });

/** Meetings recur by days and longer; the time of day is that of the first. */
const knownParts = /^(FREQ|INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+$/;
const knownFrequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const longestRule = 200;

/** The starts of all occurrences, epoch ms, in order; a local time that does not exist on its day is left out, as the RFC says. */
export function occurrencesOf({ rule, timeZone, firstMs }: Recurrence): Occurrences {
  if (!isTimeZone(timeZone)) return problem('unknown-time-zone');
  const parts = rule.split(';');
  const named = new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part.split('=')[1]]));
  const understood = rule.length <= longestRule && parts.every((part) => knownParts.test(part));
  if (!understood || named.size < parts.length || !knownFrequencies.includes(named.get('FREQ') ?? '')) {
    return problem('not-understood');
  }
  if (!named.has('COUNT') && !named.has('UNTIL')) return problem('endless');
  const startsMs: number[] = [];
  let lastMs: number;
  try {
    lastMs = at(firstMs, timeZone).add({ years: longestYears }).epochMilliseconds;
    // The library stops at the first occurrence that is refused.
    new RRuleTemporal({ rruleString: rule, dtstart: dtstart(firstMs, timeZone), strict: true }).all(
      (start) => {
        startsMs.push(start.epochMilliseconds);
        return startsMs.length <= mostOccurrences && start.epochMilliseconds <= lastMs;
      },
    );
  } catch (error) {
    // The library says what it does not take by throwing.
    if (error instanceof Error) return problem('not-understood');
    throw error;
  }
  if (startsMs[0] !== firstMs) return problem('first-does-not-follow');
  if (startsMs.length < 2) return problem('happens-once');
  if (startsMs.length > mostOccurrences) return problem('too-many');
  return startsMs.some((start) => start > lastMs) ? problem('too-long') : { ok: true, startsMs };
}

/** How far the wall clock of the zone is moved from one instant to another, in ms: a day is always 24 hours of it. */
export const wallClockShift = (fromMs: number, toMs: number, timeZone: string): number =>
  wallClock(toMs, timeZone) - wallClock(fromMs, timeZone);

/** The instant at which the zone's wall clock shows so much more than at another. A time that does not exist is the later one. */
export const shiftedByWallClock = (atMs: number, shiftMs: number, timeZone: string): number =>
  at(atMs, timeZone).toPlainDateTime().add({ milliseconds: shiftMs }).toZonedDateTime(timeZone)
    .epochMilliseconds;

/** The zone's calendar day that an instant is in. It is longer or shorter than 24 hours where the clock is turned. */
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

/** An instant on the zone's calendar, by the library's own Temporal: this Node has none yet. */
const at = (atMs: number, timeZone: string) =>
  new RRuleTemporal({ freq: 'DAILY', count: 1, dtstart: dtstart(atMs, timeZone) }).options().dtstart;

const dtstart = (atMs: number, timeZone: string) => ({
  timeZoneId: timeZone,
  toString: () => `${new Date(atMs).toISOString()}[${timeZone}]`,
});
