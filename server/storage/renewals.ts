import { leaseMs } from './leases.ts';

/**
 * A process that has not renewed its lease for this time, by its own monotonic clock, acknowledges nothing
 * more. The rest of the lease is for what is still on its way to the database.
 */
const certainForMs = 4_000;

/** What a process knows of its own lease, by its monotonic clock. */
export class Renewals {
  readonly #elapsed: () => number;
  #lastMs: number;
  /** When the present run of renewals without a gap began. A start is not a return from an outage. */
  #steadySinceMs = -Infinity;
  #gaps = 0;

  /**
   * The lease begins now.
   * @param elapsed a monotonic clock, in ms
   */
  constructor(elapsed: () => number = () => performance.now()) {
    this.#elapsed = elapsed;
    this.#lastMs = elapsed();
  }

  /** @param askedAtMs when the renewal was sent: it counts from then, at the latest */
  renewed(askedAtMs: number): void {
    if (askedAtMs - this.#lastMs > certainForMs) {
      this.#steadySinceMs = askedAtMs;
      this.#gaps += 1;
    }
    this.#lastMs = askedAtMs;
  }

  agoMs(): number {
    return this.#elapsed() - this.#lastMs;
  }

  /** How often they have come too late. */
  gaps(): number {
    return this.#gaps;
  }

  /** Whether no other process can have taken over: see `ProcessLease`. */
  areRecent(): boolean {
    return this.agoMs() <= certainForMs;
  }

  /** Whether they have come without a gap for as long as a lease lasts. */
  areSteady(): boolean {
    return this.#elapsed() - this.#steadySinceMs >= leaseMs;
  }
}
