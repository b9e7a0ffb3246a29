/** Looks for markers in everything that one client receives. */
export class LeakWatch {
  readonly #who: string;
  readonly #forbidden: readonly string[];
  readonly #found = new Map<string, number>();

  /** @param forbidden markers that this client must never receive */
  constructor(who: string, forbidden: readonly string[]) {
    this.#who = who;
    this.#forbidden = forbidden;
  }

  /** Checks a text, or a value that was JSON on the wire. */
  look(received: unknown, from: string): void {
    const text = typeof received === 'string' ? received : (JSON.stringify(received) ?? '');
    for (const marker of this.#forbidden) {
      if (!text.includes(marker)) continue;
      const what = `${this.#who} received ${marker} by ${from}`;
      this.#found.set(what, (this.#found.get(what) ?? 0) + 1);
    }
  }

  /** Each leak once with its count: `3 × CLIENT received MARKER by CHANNEL`. */
  get found(): readonly string[] {
    return [...this.#found].map(([what, times]) => `${times} × ${what}`);
  }
}
