import { withinDeadline } from '../../observability/deadline.ts';

/**
 * How long a stream that is about to run waits for another bridge to confirm that it keeps it from somebody. A bridge
 * that hangs must not keep a speaker from everybody else.
 */
const withinMs = 300;

/** The requests under way that keep a stream from somebody, and the streams that wait for them. */
export class Holds {
  readonly #underWay = new Set<Promise<unknown>>();
  /** The last request to run of each stream. */
  readonly #waiting = new Map<string, symbol>();

  async during(hold: Promise<unknown>): Promise<void> {
    this.#underWay.add(hold);
    await hold.finally(() => this.#underWay.delete(hold));
  }

  /** Runs a stream when all of them are confirmed, or have had their time, unless it is `withdrawn` before. */
  async thenRun(producerId: string, run: () => Promise<unknown>): Promise<void> {
    const own = Symbol(producerId);
    this.#waiting.set(producerId, own);
    if (this.#underWay.size > 0)
      await withinDeadline(withinMs, Promise.allSettled(this.#underWay)).catch(() => undefined);
    if (this.#waiting.get(producerId) !== own) return;
    this.#waiting.delete(producerId);
    await run();
  }

  /** The stream is to run no more. */
  withdrawn(producerId: string): void {
    this.#waiting.delete(producerId);
  }
}
