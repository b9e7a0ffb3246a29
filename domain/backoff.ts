/** How retries space themselves out. Any unit of time, as long as all of it is the same. */
interface Doubling {
  readonly first: number;
  readonly longest: number;
}

/** The wait after `failures` earlier waits: the first one, then twice as long each time, up to the longest. */
export const doubled = ({ first, longest }: Doubling, failures: number): number =>
  Math.min(longest, first * 2 ** Math.min(failures, 30));

/**
 * A wait at random within the upper half of this one, so that hundreds of clients do not retry at the same moment.
 *
 * @param random in [0, 1)
 */
export const spread = (wait: number, random: number): number => wait * (0.5 + random / 2);

/** Decides when to retry what has failed, for each key apart. */
export class Backoff {
  readonly #failures = new Map<string, { readonly count: number; readonly retryAt: number }>();
  readonly #doubling: Doubling;
  readonly #now: () => number;

  /** @param now in the unit of the waits */
  constructor(doubling: Doubling, now: () => number) {
    this.#doubling = doubling;
    this.#now = now;
  }

  /** How many keys have failed and not succeeded since. */
  get size(): number {
    return this.#failures.size;
  }

  /** How long `key` must still wait; 0 when it may be tried. */
  wait(key: string): number {
    const failure = this.#failures.get(key);
    return failure === undefined ? 0 : Math.max(0, failure.retryAt - this.#now());
  }

  failed(key: string): void {
    const failures = this.#failures.get(key)?.count ?? 0;
    this.#failures.set(key, {
      count: failures + 1,
      retryAt: this.#now() + doubled(this.#doubling, failures),
    });
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  /** Forgets the failures of all other keys: a key that is wanted again later starts with the first wait. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#failures.keys()) if (!keys.has(key)) this.#failures.delete(key);
  }
}
