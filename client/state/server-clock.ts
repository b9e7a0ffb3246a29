import { signal } from '@preact/signals';

/**
 * The server's clock as this page knows it. Every fact bears the server's time (`at`) and reaches the page a moment later,
 * so `at` minus the time of arrival is the true difference of the two clocks less the way of that fact: the greatest
 * difference heard since the line stands is the nearest to the truth. Old facts, told again after a loss, give smaller ones
 * and so do no harm, once a fresh one is heard. Before that the device's own clock is taken, unless it is plainly behind: a
 * fact cannot come from the future. Countdowns reckon with this clock, so they agree on all screens.
 */
export class ServerClock {
  readonly #offsetMs = signal(0);
  #heardLive = false;

  /** A fact that came as it happened. */
  heard(at: number, arrivedAt: number): void {
    const difference = at - arrivedAt;
    this.#offsetMs.value = this.#heardLive ? Math.max(this.#offsetMs.value, difference) : difference;
    this.#heardLive = true;
  }

  /** The time of something that is past, whenever that was told. */
  past(at: number, toldAt: number): void {
    this.#offsetMs.value = Math.max(this.#offsetMs.value, at - toldAt);
  }

  /** The line is new, and either clock may have been set meanwhile: the next fact counts alone. */
  restart(): void {
    this.#heardLive = false;
  }

  /** Epoch ms by the server's clock. */
  at(localMs: number): number {
    return localMs + this.#offsetMs.value;
  }
}
