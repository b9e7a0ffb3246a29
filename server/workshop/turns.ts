/** The queue is full; the work has not begun. */
export class NoTurn extends Error {
  override readonly name = 'NoTurn';
}

export interface TurnLimits {
  /** How many are served at once. */
  readonly atOnce: number;
  /** How many can wait, of all callers and of one. */
  readonly waiting: number;
  readonly waitingOfOne: number;
}

/**
 * A bounded queue that serves callers in turn. A caller with many pieces of work waits for its own earlier
 * ones; every other caller waits for at most one of them.
 */
export class FairTurns {
  readonly #limits: TurnLimits;
  /** By caller, in the order in which the callers are served next. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #atWork = 0;
  #waits = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  get waiting(): number {
    return this.#waits;
  }

  /**
   * Does the work once it is the caller's turn.
   * @param by the caller, for example the id of an account
   * @throws NoTurn where the queue is full
   */
  async take<T>(by: string, work: () => Promise<T>): Promise<T> {
    await this.#turn(by);
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  #turn(by: string): Promise<void> | undefined {
    const { atOnce, waiting, waitingOfOne } = this.#limits;
    if (this.#atWork < atOnce) {
      this.#atWork += 1;
      return undefined;
    }
    const own = this.#waiting.get(by) ?? [];
    if (this.#waits >= waiting || own.length >= waitingOfOne) throw new NoTurn('too much of this waits');
    this.#waits += 1;
    this.#waiting.set(by, own);
    return new Promise((begin) => own.push(begin));
  }

  /** Passes the turn to the next waiting work, or frees it. */
  #pass(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#atWork -= 1;
      return;
    }
    const [by, [begin, ...later]] = next;
    this.#waiting.delete(by);
    // The caller goes behind all others that wait.
    if (later.length > 0) this.#waiting.set(by, later);
    this.#waits -= 1;
    begin?.();
  }
}
