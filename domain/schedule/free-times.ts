import { minuteOfDayInVietnam, weekdayInVietnam } from '../sites/calendar.ts';

/** From `fromMs` up to, but not including, `toMs`. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export const touch = (a: Span, b: Span): boolean => a.fromMs < b.toMs && b.fromMs < a.toMs;

/** Offices open at seven and close at six; what lies within is a time to meet at. */
const opensMinute = 7 * 60;
const closesMinute = 18 * 60;
const dayMs = 24 * 60 * 60 * 1_000;
/** Sessions begin at full quarters of an hour. */
const stepMs = 15 * 60 * 1_000;

const inOfficeHours = ({ fromMs, toMs }: Span): boolean => {
  const begins = minuteOfDayInVietnam(fromMs);
  const weekday = weekdayInVietnam(fromMs);
  return (
    weekday >= 1 && weekday <= 5 && begins >= opensMinute && begins + (toMs - fromMs) / 60_000 <= closesMinute
  );
};

/** How far from the wanted time another is looked for, in both directions. */
export const searchedMs = 7 * dayMs;

/**
 * The starts nearest to the wanted one at which nothing is busy, from `notBeforeMs` on. Within office hours, unless what was wanted
 * lies outside them itself.
 *
 * @param busy in any order; may overlap
 * @param margins what is held before and after, in ms
 * @param oneOf the busy spans of several that do the same: one of them must be free
 */
export function nearestFree(
  busy: readonly Span[],
  wanted: Span,
  margins: { readonly beforeMs: number; readonly afterMs: number },
  {
    notBeforeMs,
    count,
    oneOf = [],
  }: {
    readonly notBeforeMs: number;
    readonly count: number;
    readonly oneOf?: readonly (readonly Span[])[];
  },
): readonly number[] {
  const lengthMs = wanted.toMs - wanted.fromMs;
  const anyHour = !inOfficeHours(wanted);
  const fits = (fromMs: number): boolean => {
    const span = { fromMs, toMs: fromMs + lengthMs };
    const held = { fromMs: fromMs - margins.beforeMs, toMs: span.toMs + margins.afterMs };
    const isFree = (spans: readonly Span[]): boolean => !spans.some((each) => touch(each, held));
    return (
      fromMs >= notBeforeMs &&
      (anyHour || inOfficeHours(span)) &&
      isFree(busy) &&
      (oneOf.length === 0 || oneOf.some(isFree))
    );
  };
  const found: number[] = [];
  const quarter = Math.floor(wanted.fromMs / stepMs) * stepMs;
  for (let steps = 0; steps * stepMs <= searchedMs && found.length < count; steps += 1) {
    const later = quarter + steps * stepMs;
    const sooner = quarter - steps * stepMs;
    for (const fromMs of steps === 0 ? [later] : [later, sooner]) {
      if (found.length < count && fits(fromMs)) found.push(fromMs);
    }
  }
  return found;
}
