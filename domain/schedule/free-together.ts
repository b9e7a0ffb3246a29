import { nearestStarts, untouchedBy, type Search, type Span } from './free-times.ts';
import { calendarDay, shiftedByWallClock } from './recurrence.ts';

/** One of the meetings that are moved together. */
export interface Moving {
  /** What it holds, its margins included. */
  readonly held: Span;
  /** Whether it needs one of those that do the same, too. */
  readonly needsOne: boolean;
}

/**
 * Meetings of a series that are moved together, each by as much of the zone's wall clock, within the day of the one that is asked
 * for: on another day it would be another series.
 */
export function movingTogether(asked: Span, moving: readonly Moving[], timeZone: string) {
  const day = calendarDay(asked.fromMs, timeZone);
  const [soonestMs, latestMs] = [day.fromMs - asked.fromMs, day.toMs - asked.fromMs];
  const movable = moving.map(({ held, needsOne }) => {
    const reaches = {
      fromMs: shiftedByWallClock(held.fromMs, soonestMs, timeZone),
      toMs: shiftedByWallClock(held.toMs, latestMs, timeZone),
    };
    // Where the clock is not turned on the way, the wall shows what has passed; that is quick to reckon.
    const isEven = reaches.fromMs === held.fromMs + soonestMs && reaches.toMs === held.toMs + latestMs;
    const shifted = (atMs: number, byMs: number): number =>
      isEven ? atMs + byMs : shiftedByWallClock(atMs, byMs, timeZone);
    return {
      needsOne,
      reaches,
      /** Undefined where the clock is turned meanwhile, and the meeting would be longer, or shorter, for it. */
      by: (shiftMs: number): Span | undefined => {
        const there = { fromMs: shifted(held.fromMs, shiftMs), toMs: shifted(held.toMs, shiftMs) };
        return there.toMs - there.fromMs === held.toMs - held.fromMs ? there : undefined;
      },
    };
  });
  return {
    /** How far each of them may come: what is busy in between has to be known. */
    reaches: movable.map(({ reaches }) => reaches),

    /**
     * The starts of the one that is asked for, nearest to its own first, at which all of them are free: `nearestStarts`.
     *
     * @param busy what is in the way of any of them, in any order; may overlap
     * @param oneOf the busy spans of several that do the same: one of them must be free, not the same for each
     */
    nearestFree(
      busy: readonly Span[],
      { oneOf = [], ...search }: Search & { readonly oneOf?: readonly (readonly Span[])[] },
    ): readonly number[] {
      const isFree = untouchedBy(busy);
      const each = oneOf.map(untouchedBy);
      return nearestStarts(
        asked,
        (startsAtMs) => {
          if (startsAtMs < day.fromMs || startsAtMs >= day.toMs) return false;
          return movable.every(({ by, needsOne }) => {
            const held = by(startsAtMs - asked.fromMs);
            if (held === undefined || !isFree(held)) return false;
            return !needsOne || each.length === 0 || each.some((its) => its(held));
          });
        },
        search,
      );
    },
  };
}
