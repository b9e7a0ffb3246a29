import { departed, isUnsteady } from '../../../domain/media/departures.ts';
import type { Departures } from '../../../domain/media/departures.ts';

interface Stay {
  readonly departures: Departures | undefined;
  readonly backAtMs: number;
}

/** Which bridges came and went lately, as this process saw it. */
export class Steadiness {
  readonly #now: () => number;
  readonly #stays = new Map<string, Stay>();

  /** @param now monotonic clock, in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  came(bridgeId: string): void {
    this.#stays.set(bridgeId, { departures: this.#stays.get(bridgeId)?.departures, backAtMs: this.#now() });
  }

  went(bridgeId: string): void {
    const stay = this.#stays.get(bridgeId);
    if (stay) this.#stays.set(bridgeId, { ...stay, departures: departed(stay.departures, this.#now()) });
  }

  forget(bridgeId: string): void {
    this.#stays.delete(bridgeId);
  }

  isUnsteady(bridgeId: string): boolean {
    const stay = this.#stays.get(bridgeId);
    return stay !== undefined && isUnsteady(stay.departures, stay.backAtMs, this.#now());
  }
}
