/**
 * Decides which refresh tokens of one session are valid. Every renewal issues a token of a new generation,
 * so a copied token creates two branches: of two holders only one can continue, and the other presents a
 * dead generation. This detects a copy of any age, because three numbers decide for every generation ever
 * issued whether it is valid.
 *
 * Valid are the generations after `floor` up to `issued`, none of which was presented yet, and `used`, from
 * which they were made. `used` stays valid until the first of them is presented: a page that is closed during
 * a renewal never receives the answer.
 */
export type Generations = {
  /** The generation that was presented last; 0 before the first renewal. */
  readonly used: number;
  /** The newest generation at the time when `used` was first presented. */
  readonly floor: number;
  /** The newest generation. */
  readonly issued: number;
  /** When `used` was first presented, epoch ms. */
  readonly usedAtMs: number;
};

/** A session begins with generation 1 issued. */
export const firstGeneration = (nowMs: number): Generations => ({
  used: 0,
  floor: 0,
  issued: 1,
  usedAtMs: nowMs,
});

/**
 * The state after `generation` is presented; its `issued` is the generation to issue. Undefined where the
 * generation is dead: the token was copied.
 *
 * @param graceMs how long a replaced token stays valid while its replacement is not used
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
  // A clock that was set back gives a negative time, which counts as within the grace.
  const waited = nowMs - before.usedAtMs;
  const isWaiting = generation === before.used && before.used > 0 && waited < graceMs;
  return isWaiting ? { ...before, issued } : undefined;
}
