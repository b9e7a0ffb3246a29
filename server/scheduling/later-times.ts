import type { z } from 'zod';
import { occurrencesOf, shiftedByWallClock, wallClockShift } from '../../domain/schedule/recurrence.ts';
import { Failure } from '../../protocol/failure.ts';
import type { newSeries } from '../../protocol/rest/series.ts';

interface Times {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/**
 * When a meeting is held again by a rule; as long each time as the first, by the wall clock.
 * @throws Failure `invalid-request` for a rule that makes no series
 */
export function laterTimes(
  { startsAtMs: firstMs, endsAtMs }: Times,
  { rule, timeZone }: z.output<typeof newSeries>,
): readonly Times[] {
  const occurrences = occurrencesOf({ rule, timeZone, firstMs });
  if (!occurrences.ok) throw new Failure('invalid-request', `rule: ${occurrences.problem}`);
  const lengthMs = wallClockShift(firstMs, endsAtMs, timeZone);
  return occurrences.startsMs.slice(1).map((startsAtMs) => ({
    startsAtMs,
    endsAtMs: shiftedByWallClock(startsAtMs, lengthMs, timeZone),
  }));
}
