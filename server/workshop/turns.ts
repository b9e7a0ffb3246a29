/** No more may wait; what was asked for has not begun. */
export class NoTurn extends Error {
  override readonly name = 'NoTurn';
}

export interface TurnLimits {
  /** So many are served at once. */
  readonly atOnce: number;
  /** So many may wait, of all callers and of one. */
  readonly waiting: number;
  readonly waitingOfOne: number;
}

/**
 * A bounded queue that serves callers in turn: whoever asks for many things waits for those that came before of its own, and others
 * wait for one of them at most.
 */
export class FairTurns {
  readonly #limits: TurnLimits;
  /** By caller, in the order in which their next is due. */
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
   * @param by who asks, such as the id of an account
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

  /** Hands the turn on, or gives it back where nobody waits. */
  #pass(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#atWork -= 1;
      return;
    }
    const [by, [begin, ...later]] = next;
    this.#waiting.delete(by);
    // Behind all others that wait.
    if (later.length > 0) this.#waiting.set(by, later);
    this.#waits -= 1;
    begin?.();
  }
}
