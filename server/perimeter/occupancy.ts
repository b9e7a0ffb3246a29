/** Gives a place back. Idempotent. */
export type Leave = () => void;

/** Limits how many places, such as open connections, each network address holds at a time. */
export class Occupancy {
  readonly #perAddress: number;
  readonly #held = new Map<string, number>();

  constructor(perAddress: number) {
    this.#perAddress = perAddress;
  }

  /** Returns undefined where the address already holds its maximum. */
  take(network: string): Leave | undefined {
    const held = this.#held.get(network) ?? 0;
    if (held >= this.#perAddress) return undefined;
    this.#held.set(network, held + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = (this.#held.get(network) ?? 1) - 1;
      if (now > 0) this.#held.set(network, now);
      else this.#held.delete(network);
    };
  }
}
