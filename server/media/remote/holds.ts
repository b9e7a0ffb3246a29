import { withinDeadline } from '../../observability/deadline.ts';

/**
 * How long a stream that is about to run waits for another bridge to confirm that it keeps it from somebody. A bridge
 * that hangs must not keep a speaker from everybody else.
 */
const withinMs = 300;

/** The requests under way that keep a stream from somebody. */
export class Holds {
  readonly #underWay = new Set<Promise<unknown>>();

  async during(hold: Promise<unknown>): Promise<void> {
    this.#underWay.add(hold);
    await hold.finally(() => this.#underWay.delete(hold));
  }

  /** Waits for all of them, but not for long. */
  async settled(): Promise<void> {
    if (this.#underWay.size === 0) return;
    await withinDeadline(withinMs, Promise.allSettled(this.#underWay)).catch(() => undefined);
  }
}
