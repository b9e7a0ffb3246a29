/** How often a bridge went away, each time within the memory of the time before. */
export interface Departures {
  readonly count: number;
  readonly lastAtMs: number;
}

/** How long a bridge that is back gets nothing new after its first, second, and each further departure. */
const avoidedForMs = [10_000, 60_000, 300_000] as const;
/** A bridge that has stayed for so long starts again with the shortest. */
const forgottenAfterMs = 900_000;

/** A bridge has gone away once more. */
export const departed = (before: Departures | undefined, nowMs: number): Departures => ({
  count: before !== undefined && nowMs - before.lastAtMs < forgottenAfterMs ? before.count + 1 : 1,
  lastAtMs: nowMs,
});

/** Whether a bridge that has been back since then came and went lately. */
export function isUnsteady(departures: Departures | undefined, backAtMs: number, nowMs: number): boolean {
  if (departures === undefined) return false;
  const [, , longest] = avoidedForMs;
  return nowMs < backAtMs + (avoidedForMs[departures.count - 1] ?? longest);
}
