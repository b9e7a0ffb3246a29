/**
 * 200,000 entries take about 50 MB. An attacker that wants to push out one entry needs as many others, and
 * is slowed down for each.
 */
const mostEntries = 200_000;

/** Forgets each value a fixed time after it was set, and the oldest values when there are too many. */
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
    // Deletes before it sets, so that the oldest entries come first.
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
