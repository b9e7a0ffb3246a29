/**
 * Which refresh tokens of one session are good. Every renewal hands out a token of a new generation, so a copy of a token
 * forks the line: of two holders only one can go on, and the other shows a dead generation. That holds for every
 * generation that was ever handed out, since three numbers say of each whether it is good.
 *
 * Good are the generations after `floor` up to `issued`, none of which was shown yet, and `used`, from which they were
 * made. `used` is good until the first of them is shown: a page that is closed while it renews never sees the answer.
 */
export type Generations = {
  /** The generation that was shown last, 0 before the first renewal. */
  readonly used: number;
  /** The newest generation when `used` was first shown. */
  readonly floor: number;
  /** The newest generation. */
  readonly issued: number;
  /** When `used` was first shown, epoch ms. */
  readonly usedAtMs: number;
};

/** A session begins with generation 1 handed out. */
export const firstGeneration = (nowMs: number): Generations => ({
  used: 0,
  floor: 0,
  issued: 1,
  usedAtMs: nowMs,
});

/**
 * What follows when `generation` is shown: `issued` is the generation to hand out. Undefined where it is dead: the token
 * was copied.
 *
 * @param graceMs how long a token that was replaced waits for the use of its replacement
 */
export function renewed(
  before: Generations,
  generation: number,
  nowMs: number,
  graceMs: number,
): Generations | undefined {
  const issued = before.issued + 1;
  if (generation > before.floor && generation <= before.issued) {
    return { used: generation, floor: before.issued, issued, usedAtMs: nowMs };
  }
  // A clock that was set back counts as no time at all.
  const waited = nowMs - before.usedAtMs;
  const isWaiting = generation === before.used && before.used > 0 && waited < graceMs;
  return isWaiting ? { ...before, issued } : undefined;
}
