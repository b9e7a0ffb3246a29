/** The clocks of this device, ms. */
interface OwnClocks {
  /** Runs evenly, whatever the time is set to; starts anywhere. */
  readonly monotonicMs: () => number;
  /** Since the epoch; people and programs may change it. */
  readonly wallMs: () => number;
}

const ownClocks: OwnClocks = { monotonicMs: () => performance.now(), wallMs: Date.now };

/**
 * The two clocks need years to drift this far apart. A larger difference means that the time was set, or that
 * the device slept while one of the clocks stopped.
 */
const partedMs = 1_000;

/**
 * The server's clock as this page knows it. It gives the same time on all screens, for
 * countdowns and the wall clock.
 *
 * Every event carries the server's time (`at`) and arrives a moment later. So `at` minus the time of arrival
 * is the difference of the two clocks minus the event's delay, and the largest difference since the
 * connection opened is the most exact. Old events, sent again after a loss, give smaller differences and do
 * no harm after a new one has arrived. Before that, the device's own clock applies, unless it is behind: an
 * event cannot come from the future.
 *
 * The clock counts on the device's monotonic clock, so setting the device's time does not change it.
 */
export class ServerClock {
  readonly #own: OwnClocks;
  /** The wall clock minus the monotonic clock, when they were last compared. */
  #apartMs: number;
  /** The server's clock minus the monotonic clock. */
  #offsetMs: number;
  #heardLive = false;
  #heardAny = false;

  constructor(own: OwnClocks = ownClocks) {
    this.#own = own;
    this.#apartMs = own.wallMs() - own.monotonicMs();
    this.#offsetMs = this.#apartMs;
  }

  /** A live event has arrived. @param at epoch ms by the server's clock */
  heard(at: number): void {
    this.#compare();
    const difference = at - this.#own.monotonicMs();
    this.#offsetMs = this.#heardLive ? Math.max(this.#offsetMs, difference) : difference;
    this.#heardLive = true;
    this.#heardAny = true;
  }

  /** A past event has arrived, after any delay. @param at epoch ms by the server's clock */
  past(at: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, at - this.#own.monotonicMs());
  }

  /** The connection is new, and either clock may have been set meanwhile: only the next live event counts. */
  restart(): void {
    this.#heardLive = false;
  }

  /** Epoch ms by the server's clock. */
  now(): number {
    this.#compare();
    return this.#own.monotonicMs() + this.#offsetMs;
  }

  /** If the device's clocks have moved apart, the offset may be wrong: only the next live event counts. */
  #compare(): void {
    const apartMs = this.#own.wallMs() - this.#own.monotonicMs();
    if (Math.abs(apartMs - this.#apartMs) < partedMs) return;
    this.#apartMs = apartMs;
    this.restart();
    if (!this.#heardAny) this.#offsetMs = apartMs;
  }
}
