/** The database's clock, as a process knows it between two looks at it. */
export class DatabaseTime {
  readonly #elapsed: () => number;
  /** The database's time minus that of the process's monotonic clock. */
  #offsetMs = 0;

  /** @param elapsed a monotonic clock, in ms */
  constructor(elapsed: () => number = () => performance.now()) {
    this.#elapsed = elapsed;
  }

  /**
   * @param databaseMs what the database's clock said, epoch ms
   * @param askedAtMs when it was asked, by the monotonic clock; it has answered now
   */
  read(databaseMs: number, askedAtMs: number): void {
    const answeredAtMs = this.#elapsed();
    const offsetMs = databaseMs - (askedAtMs + answeredAtMs) / 2;
    // A smaller difference may be that of the way.
    const uncertainMs = (answeredAtMs - askedAtMs) / 2;
    if (Math.abs(offsetMs - this.#offsetMs) > uncertainMs) this.#offsetMs = offsetMs;
  }

  /** Epoch ms. */
  now(): number {
    return Math.round(this.#elapsed() + this.#offsetMs);
  }
}
