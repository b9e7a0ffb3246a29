/** So many take some 50 MB. To push out one of them takes as many others, each of which its owner was slowed for. */
const mostEntries = 200_000;

/** Forgets each value a time after it was set, and the oldest where there are too many. */
export class ExpiringMap<Value> {
  readonly #ttlMs: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly value: Value; readonly expiresAtMs: number }>();

  /** @param now epoch ms */
  constructor(ttlMs: number, now: () => number) {
    this.#ttlMs = ttlMs;
    this.#now = now;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiresAtMs > this.#now() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    // Set anew, so that the oldest come first.
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresAtMs: this.#now() + this.#ttlMs });
    this.#forget();
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  #forget(): void {
    for (const [key, { expiresAtMs }] of this.#entries) {
      if (expiresAtMs > this.#now() && this.#entries.size <= mostEntries) break;
      this.#entries.delete(key);
    }
  }
}
