/** A sender that sends what is due, even when called late. */
export interface Paced {
  run(nowMs: number): void;
}

/**
 * Fine enough that a packet is rarely later than a quarter of an audio packet's duration, coarse enough to
 * cost nothing.
 */
const tickMs = 5;

/** Epoch ms with fractions, from a monotonic clock. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();

/**
 * One timer for all rooms of a process. A tick only says that time has passed; the clock decides what is due,
 * so a late tick delays packets but causes no drift.
 */
export class Pacer {
  /** The clock of all senders. */
  readonly now: () => number;
  readonly #paced = new Set<Paced>();
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number = preciseNow) {
    this.now = now;
  }

  add(paced: Paced): void {
    this.#paced.add(paced);
    this.#timer ??= setInterval(() => this.#tick(), tickMs);
  }

  delete(paced: Paced): void {
    this.#paced.delete(paced);
    if (this.#paced.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const nowMs = this.now();
    for (const paced of this.#paced) paced.run(nowMs);
  }
}
