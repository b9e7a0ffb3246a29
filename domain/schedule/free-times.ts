import { minuteOfDayInVietnam, weekdayInVietnam } from '../sites/calendar.ts';

/** From `fromMs` up to, but not including, `toMs`. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export const touch = (a: Span, b: Span): boolean => a.fromMs < b.toMs && b.fromMs < a.toMs;

/**
 * Prepares a search for the spans that overlap a given one, without comparing all of them.
 *
 * @returns the search; it finds spans in the order of their starts
 */
export function touching<S extends Span>(spans: readonly S[]): (span: Span) => readonly S[] {
  const byStart = spans.toSorted((a, b) => a.fromMs - b.fromMs);
  const longestMs = byStart.reduce((longest, { fromMs, toMs }) => Math.max(longest, toMs - fromMs), 0);
  return (span) => {
    // A span that starts earlier does not reach the given one.
    let [first, end] = [0, byStart.length];
    while (first < end) {
      const middle = (first + end) >> 1;
      if ((byStart[middle]?.fromMs ?? 0) < span.fromMs - longestMs) first = middle + 1;
      else end = middle;
    }
    const found: S[] = [];
    for (let at = first; at < byStart.length; at += 1) {
      const each = byStart[at];
      if (each === undefined || each.fromMs >= span.toMs) break;
      if (touch(each, span)) found.push(each);
    }
    return found;
  };
}

/**
 * Prepares a test whether no span overlaps a given one, without comparing all of them: spans that overlap
 * each other are merged first.
 *
 * @param spans in any order; may overlap
 */
export function untouchedBy(spans: readonly Span[]): (span: Span) => boolean {
  const apart: Span[] = [];
  for (const each of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = apart.at(-1);
    if (last === undefined || each.fromMs > last.toMs) apart.push(each);
    else if (each.toMs > last.toMs) apart[apart.length - 1] = { fromMs: last.fromMs, toMs: each.toMs };
  }
  return (span) => {
    let [first, end] = [0, apart.length];
    while (first < end) {
      const middle = (first + end) >> 1;
      if ((apart[middle]?.toMs ?? Infinity) <= span.fromMs) first = middle + 1;
      else end = middle;
    }
    const next = apart[first];
    return next === undefined || !touch(next, span);
  };
}

/** Offices open at seven and close at six; proposed times lie within. */
const opensMinute = 7 * 60;
const closesMinute = 18 * 60;
/** Offices break for lunch; proposed times lie before or after. */
const lunchBeginsMinute = 11 * 60 + 30;
const lunchEndsMinute = 13 * 60 + 30;
const dayMs = 24 * 60 * 60 * 1_000;
/** Proposed sessions begin at a quarter of an hour. */
const stepMs = 15 * 60 * 1_000;

const onWorkingDay = ({ fromMs }: Span): boolean => {
  const weekday = weekdayInVietnam(fromMs);
  return weekday >= 1 && weekday <= 5;
};
const inOfficeHours = ({ fromMs, toMs }: Span): boolean => {
  const begins = minuteOfDayInVietnam(fromMs);
  return begins >= opensMinute && begins + (toMs - fromMs) / 60_000 <= closesMinute;
};

const isClearOfLunch = ({ fromMs, toMs }: Span): boolean => {
  const begins = minuteOfDayInVietnam(fromMs);
  return begins >= lunchEndsMinute || begins + (toMs - fromMs) / 60_000 <= lunchBeginsMinute;
};

/** The start of a span, or the end of lunch on its day if the span would touch lunch, epoch ms. */
export const startBesideLunch = (span: Span): number =>
  isClearOfLunch(span)
    ? span.fromMs
    : span.fromMs + (lunchEndsMinute - minuteOfDayInVietnam(span.fromMs)) * 60_000;

/** How far from the wanted time the search goes, in both directions. */
export const searchedMs = 7 * dayMs;

/** Limits of a search for another time. */
export interface Search {
  readonly notBeforeMs: number;
  readonly count: number;
}

/**
 * The starts nearest to the wanted one that fit, from `notBeforeMs` on, epoch ms. They are on a working day, in
 * office hours, and clear of lunch, if the wanted time is: for a wanted Saturday morning, Saturday afternoon is
 * offered, but not dawn; for a wanted whole day, another whole day.
 */
export function nearestStarts(
  wanted: Span,
  fits: (startsAtMs: number) => boolean,
  { notBeforeMs, count }: Search,
): readonly number[] {
  const lengthMs = wanted.toMs - wanted.fromMs;
  const kept = [onWorkingDay, inOfficeHours, isClearOfLunch].filter((isUsual) => isUsual(wanted));
  const may = (fromMs: number): boolean =>
    fromMs >= notBeforeMs &&
    kept.every((isUsual) => isUsual({ fromMs, toMs: fromMs + lengthMs })) &&
    fits(fromMs);
  const found: number[] = [];
  const quarter = Math.floor(wanted.fromMs / stepMs) * stepMs;
  for (let steps = 0; steps * stepMs <= searchedMs && found.length < count; steps += 1) {
    const later = quarter + steps * stepMs;
    const sooner = quarter - steps * stepMs;
    for (const fromMs of steps === 0 ? [later] : [later, sooner]) {
      if (found.length < count && may(fromMs)) found.push(fromMs);
    }
  }
  return found;
}

/**
 * The starts nearest to the wanted one at which nothing is busy; see `nearestStarts`.
 *
 * @param busy in any order; may overlap
 * @param margins what is held before and after, in ms
 * @param oneOf the busy spans of several that can replace each other: one of them must be free
 */
export function nearestFree(
  busy: readonly Span[],
  wanted: Span,
  margins: { readonly beforeMs: number; readonly afterMs: number },
  { oneOf = [], ...search }: Search & { readonly oneOf?: readonly (readonly Span[])[] },
): readonly number[] {
  const lengthMs = wanted.toMs - wanted.fromMs;
  const isFree = untouchedBy(busy);
  const each = oneOf.map(untouchedBy);
  const fits = (fromMs: number): boolean => {
    const held = { fromMs: fromMs - margins.beforeMs, toMs: fromMs + lengthMs + margins.afterMs };
    return isFree(held) && (each.length === 0 || each.some((its) => its(held)));
  };
  return nearestStarts(wanted, fits, search);
}
