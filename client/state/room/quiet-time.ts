const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Vietnam's time, all year. */
const aheadOfUtcMs = 7 * hourMs;
/** From midnight: offices are empty and their lines idle. */
const nightMs = 5 * hourMs;
/** A screen’s memory for pages is filled in less than half of this. */
const beforeStartMs = hourMs;
/** Rooms start at random within this time where no night is left before the meeting. */
const spreadMs = 30_000;

/**
 * How long a room waits before it fetches the papers of a meeting, in ms: until a random moment of the night before
 * the meeting, and only seconds if there is no night in between.
 *
 * @param random in [0, 1)
 */
export function untilQuietMs(nowMs: number, startsAtMs: number, random: number): number {
  const midnightMs = Math.floor((nowMs + aheadOfUtcMs) / dayMs) * dayMs - aheadOfUtcMs;
  const isNight = nowMs < midnightMs + nightMs;
  const beginsMs = isNight ? nowMs : midnightMs + dayMs;
  const endsMs = Math.min(midnightMs + nightMs + (isNight ? 0 : dayMs), startsAtMs - beforeStartMs);
  return endsMs <= beginsMs ? random * spreadMs : beginsMs + random * (endsMs - beginsMs) - nowMs;
}
