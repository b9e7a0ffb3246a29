/** Something that sends what is due, however late it is asked. */
export interface Paced {
  run(nowMs: number): void;
}

/** Fine enough that a packet is seldom more than one audio packet's fourth late, coarse enough to cost nothing. */
const tickMs = 5;

/** Epoch ms with fractions, from a clock that never jumps. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();

/**
 * One timer for all rooms of a process. It says only that time has passed: what is due follows from the clock, so a late
 * tick delays and never drifts.
 */
export class Pacer {
  /** The clock by which all is sent. */
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
