/** How long after a message to the clients the next one may follow. */
export interface Rests {
  /** For what people do and wait for. */
  readonly urgentMs: number;
  /** For what may be late. */
  readonly calmMs: number;
}

/**
 * Sends facts in batches and in order: what comes after a rest at once, what follows at the end of the next. So one event
 * is told without delay, and a thousand who join within half a minute are a few messages to each of them instead of a
 * thousand.
 */
export class Publisher<Fact> {
  readonly #send: (facts: readonly Fact[]) => void;
  readonly #isCalm: (fact: Fact) => boolean;
  readonly #rests: Rests;
  #waiting: Fact[] = [];
  #timer: NodeJS.Timeout | undefined;
  // On the clock of `performance`, which nobody sets.
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #dueAtMs = Number.POSITIVE_INFINITY;

  /** @param isCalm which facts nobody waits for */
  constructor(send: (facts: readonly Fact[]) => void, isCalm: (fact: Fact) => boolean, rests: Rests) {
    this.#send = send;
    this.#isCalm = isCalm;
    this.#rests = rests;
  }

  publish(facts: readonly Fact[]): void {
    this.#waiting.push(...facts);
    const { urgentMs, calmMs } = this.#rests;
    const dueAtMs = this.#sentAtMs + (facts.every(this.#isCalm) ? calmMs : urgentMs);
    if (dueAtMs >= this.#dueAtMs) return;
    clearTimeout(this.#timer);
    this.#dueAtMs = dueAtMs;
    const inMs = dueAtMs - performance.now();
    if (inMs <= 0) this.flush();
    else this.#timer = setTimeout(() => this.flush(), inMs);
  }

  /** Sends what waits, as before a goodbye that it explains. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#dueAtMs = Number.POSITIVE_INFINITY;
    if (this.#waiting.length === 0) return;
    const facts = this.#waiting;
    this.#waiting = [];
    this.#sentAtMs = performance.now();
    this.#send(facts);
  }
}
