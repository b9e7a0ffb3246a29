/** A round that is not urgent waits this many times as long as the last round took. */
const restsOfRound = 9;
/**
 * The longest such wait. After one slow round (garbage collection, another process) the next must not wait for
 * seconds: a new speaker was once seen after 2.5 s.
 */
const longestRestMs = 20;

/**
 * When a conference's media is looked at. A round looks at every seat; to limit rounds to a tenth of the time
 * while hundreds join at once, a pause precedes each round.
 */
export class Rounds {
  readonly #look: () => void;
  #cancel: (() => void) | undefined;
  /** On the clock of `performance`. */
  #last = { endedAtMs: 0, tookMs: 0 };
  #closed = false;

  constructor(look: () => void) {
    this.#look = look;
  }

  /** Schedules one round after a change, however often it is called before the round. */
  wake(): void {
    if (this.#closed || this.#cancel !== undefined) return;
    const { tookMs, endedAtMs } = this.#last;
    const restMs = Math.min(tookMs * restsOfRound, longestRestMs) - (performance.now() - endedAtMs);
    if (restMs < 1) {
      const next = setImmediate(() => this.now());
      this.#cancel = () => clearImmediate(next);
    } else {
      const next = setTimeout(() => this.now(), restMs);
      this.#cancel = () => clearTimeout(next);
    }
  }

  now(): void {
    this.#forget();
    if (this.#closed) return;
    const begunAtMs = performance.now();
    this.#look();
    const endedAtMs = performance.now();
    this.#last = { endedAtMs, tookMs: endedAtMs - begunAtMs };
  }

  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #forget(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
