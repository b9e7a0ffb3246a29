import { nearestStarts, untouchedBy, type Search, type Span } from './free-times.ts';
import { calendarDay, shiftedByWallClock } from './recurrence.ts';

/** One of the meetings that are moved together. */
export interface Moving {
  /** The time that it holds, margins included. */
  readonly held: Span;
  /** Whether it also needs one of several that can replace each other (`oneOf`). */
  readonly needsOne: boolean;
}

/**
 * Meetings of a series that are moved together, each by the same amount on the zone's wall clock, and within
 * the day of the asked one: on another day it would be another series.
 */
export function movingTogether(asked: Span, moving: readonly Moving[], timeZone: string) {
  const day = calendarDay(asked.fromMs, timeZone);
  const [soonestMs, latestMs] = [day.fromMs - asked.fromMs, day.toMs - asked.fromMs];
  const movable = moving.map(({ held, needsOne }) => {
    const reaches = {
      fromMs: shiftedByWallClock(held.fromMs, soonestMs, timeZone),
      toMs: shiftedByWallClock(held.toMs, latestMs, timeZone),
    };
    // Without a clock change on the way, wall clock and elapsed time agree, which is quick to compute.
    const isEven = reaches.fromMs === held.fromMs + soonestMs && reaches.toMs === held.toMs + latestMs;
    const shifted = (atMs: number, byMs: number): number =>
      isEven ? atMs + byMs : shiftedByWallClock(atMs, byMs, timeZone);
    return {
      needsOne,
      reaches,
      /** Undefined if a clock change on the way would make the meeting longer or shorter. */
      by: (shiftMs: number): Span | undefined => {
        const there = { fromMs: shifted(held.fromMs, shiftMs), toMs: shifted(held.toMs, shiftMs) };
        return there.toMs - there.fromMs === held.toMs - held.fromMs ? there : undefined;
      },
    };
  });
  return {
    /** The range that each meeting may reach; the busy spans must be known for all of it. */
    reaches: movable.map(({ reaches }) => reaches),

    /**
     * The starts of the asked meeting, nearest first, at which all of the meetings are free; see
     * `nearestStarts`.
     *
     * @param busy what blocks any of them, in any order; may overlap
     * @param oneOf the busy spans of several that can replace each other: each meeting needs a free one, not
     *   always the same
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
