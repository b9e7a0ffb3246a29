/** Decides when to retry what has failed: the wait doubles after each failure, up to a limit. */
export class Backoff {
  readonly #failures = new Map<string, { readonly attempts: number; readonly retryAt: number }>();
  readonly #options: { readonly firstMs: number; readonly longestMs: number; readonly now: () => number };

  constructor(options: { firstMs: number; longestMs: number; now: () => number }) {
    this.#options = options;
  }

  get size(): number {
    return this.#failures.size;
  }

  /** How many ms `key` must still wait; 0 when it may be tried. */
  waitMs(key: string): number {
    const failure = this.#failures.get(key);
    return failure === undefined ? 0 : Math.max(0, failure.retryAt - this.#options.now());
  }

  failed(key: string): void {
    const { firstMs, longestMs, now } = this.#options;
    const attempts = (this.#failures.get(key)?.attempts ?? 0) + 1;
    const waitMs = Math.min(firstMs * 2 ** (attempts - 1), longestMs);
    this.#failures.set(key, { attempts, retryAt: now() + waitMs });
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  /** Forgets the failures of all other keys: a key that is wanted again later starts with the first wait. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#failures.keys()) if (!keys.has(key)) this.#failures.delete(key);
  }
}
