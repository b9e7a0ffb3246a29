/** The clocks of this device, ms. */
interface OwnClocks {
  /** Runs evenly whatever is set, from any beginning. */
  readonly monotonicMs: () => number;
  /** Since the epoch; people and programs set it. */
  readonly wallMs: () => number;
}

const ownClocks: OwnClocks = { monotonicMs: () => performance.now(), wallMs: Date.now };

/** So far apart the two clocks drift in years; more is a clock that was set, or a device that slept while one of them stood. */
const partedMs = 1_000;

/**
 * The server's clock as this page knows it. Every fact bears the server's time (`at`) and reaches the page a moment later,
 * so `at` minus the time of arrival is the true difference of the two clocks less the way of that fact: the greatest
 * difference heard since the line stands is the nearest to the truth. Old facts, told again after a loss, give smaller ones
 * and so do no harm, once a fresh one is heard. Before that the device's own clock is taken, unless it is plainly behind: a
 * fact cannot come from the future. It is reckoned on the device's monotonic clock, so that a change of the device's time
 * changes nothing here. Countdowns and the clock on the wall are of this clock, so they agree on all screens.
 */
export class ServerClock {
  readonly #own: OwnClocks;
  /** The wall clock less the monotonic one, when they were last compared. */
  #apartMs: number;
  /** The server's clock less the monotonic one. */
  #offsetMs: number;
  #heardLive = false;
  #heardAny = false;

  constructor(own: OwnClocks = ownClocks) {
    this.#own = own;
    this.#apartMs = own.wallMs() - own.monotonicMs();
    this.#offsetMs = this.#apartMs;
  }

  /** A fact that came as it happened. @param at epoch ms by the server's clock */
  heard(at: number): void {
    this.#compare();
    const difference = at - this.#own.monotonicMs();
    this.#offsetMs = this.#heardLive ? Math.max(this.#offsetMs, difference) : difference;
    this.#heardLive = true;
    this.#heardAny = true;
  }

  /** The time of something that is past, whenever that was told. @param at epoch ms by the server's clock */
  past(at: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, at - this.#own.monotonicMs());
  }

  /** The line is new, and either clock may have been set meanwhile: the next fact counts alone. */
  restart(): void {
    this.#heardLive = false;
  }

  /** Epoch ms by the server's clock. */
  now(): number {
    this.#compare();
    return this.#own.monotonicMs() + this.#offsetMs;
  }

  /** Where the device's clocks have parted, what was heard before may be wrong: the next fact counts alone. */
  #compare(): void {
    const apartMs = this.#own.wallMs() - this.#own.monotonicMs();
    if (Math.abs(apartMs - this.#apartMs) < partedMs) return;
    this.#apartMs = apartMs;
    this.restart();
    if (!this.#heardAny) this.#offsetMs = apartMs;
  }
}
