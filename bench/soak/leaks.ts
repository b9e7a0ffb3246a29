/** Looks for markers in everything that one client receives. */
export class LeakWatch {
  readonly #who: string;
  readonly #forbidden: readonly string[];
  readonly #found: string[] = [];

  /** @param forbidden markers that this client may never receive */
  constructor(who: string, forbidden: readonly string[]) {
    this.#who = who;
    this.#forbidden = forbidden;
  }

  /** Takes a text, or a value that was JSON on the wire. */
  look(received: unknown, from: string): void {
    const text = typeof received === 'string' ? received : (JSON.stringify(received) ?? '');
    for (const marker of this.#forbidden) {
      if (text.includes(marker)) this.#found.push(`${this.#who} received ${marker} by ${from}`);
    }
  }

  get found(): readonly string[] {
    return this.#found;
  }
}
