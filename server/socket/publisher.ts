/** The minimum time between two messages to the clients. */
export interface Rests {
  /** For events that people cause and wait for. */
  readonly urgentMs: number;
  /** For events that may arrive late. */
  readonly calmMs: number;
}

/**
 * Sends facts in batches and in order. A fact that comes after a rest is sent at once; facts that follow are
 * sent together at the end of the next rest. A single event has no delay, and a thousand joins within half
 * a minute cost each client a few messages instead of a thousand.
 */
export class Publisher<Fact> {
  readonly #send: (facts: readonly Fact[]) => void;
  readonly #isCalm: (fact: Fact) => boolean;
  readonly #rests: Rests;
  #waiting: Fact[] = [];
  #timer: NodeJS.Timeout | undefined;
  // By `performance.now()`, which is never set.
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #dueAtMs = Number.POSITIVE_INFINITY;

  /** @param isCalm whether a fact may be late */
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

  /** Sends the waiting facts now, for example before a goodbye that they explain. */
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
