/** Counts the messages of one connection by the second. */
export class MessagePace {
  readonly #most: number;
  #second = 0;
  #count = 0;

  constructor(mostPerS: number) {
    this.#most = mostPerS;
  }

  /** Counts one more; false above the limit. */
  allows(nowMs: number = performance.now()): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) this.#count = 0;
    this.#second = second;
    this.#count += 1;
    return this.#count <= this.#most;
  }
}
