/** Gives a place back; more than once does nothing. */
export type Leave = () => void;

/** Places that each network address holds at a time, such as open connections. */
export class Occupancy {
  readonly #perAddress: number;
  readonly #held = new Map<string, number>();

  constructor(perAddress: number) {
    this.#perAddress = perAddress;
  }

  /** Undefined where the address holds as many as it may. */
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
