import type { Logger } from 'pino';
import type { ConferenceId } from '../../protocol/ids.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { ConferenceOwners, Ownership } from './ownership.ts';

/** How long a conference is left to the process to which it falls, should that one not take it. */
const patienceMs = 10_000;

/** Claims conferences for this process, one claim of a conference after the other. */
export class Claims {
  readonly #owners: ConferenceOwners;
  readonly #processId: string;
  readonly #logger: Logger;
  readonly #elapsed: () => number;
  readonly #inTurn = oneAtATime();
  /** Since when conferences that fall to other processes have been without an owner. */
  readonly #unledSinceMs = new Map<ConferenceId, number>();

  /** @param elapsed a monotonic clock, in ms */
  constructor(
    owners: ConferenceOwners,
    processId: string,
    logger: Logger,
    elapsed: () => number = () => performance.now(),
  ) {
    this.#owners = owners;
    this.#processId = processId;
    this.#logger = logger;
    this.#elapsed = elapsed;
  }

  /**
   * @param atOnce also where the conference falls to another process
   * @returns undefined where another process leads the conference, or is about to
   */
  claim(id: ConferenceId, atOnce: boolean): Promise<Ownership | undefined> {
    return this.#inTurn(id, async () => {
      const sinceMs = this.#unledSinceMs.get(id);
      const isLate = sinceMs !== undefined && this.#elapsed() - sinceMs >= patienceMs;
      const ownership = await this.#owners.claim(id, { inTurn: !atOnce && !isLate });
      if (ownership || (await this.#owners.ownerOf(id))?.isAlive) this.#unledSinceMs.delete(id);
      else if (sinceMs === undefined) this.#unledSinceMs.set(id, this.#elapsed());
      return ownership;
    });
  }

  /** Whether this process is the owner now, so that no other one opens the conference. */
  hold(id: ConferenceId): Promise<boolean> {
    return this.#inTurn(id, async () => {
      const owner = await this.#owners.ownerOf(id);
      if (owner?.isAlive) return owner.processId === this.#processId;
      return (await this.#owners.claim(id)) !== undefined;
    });
  }

  /** Gives an ended conference back. */
  async release(ownership: Ownership): Promise<void> {
    try {
      await this.#owners.release(ownership);
    } catch (error) {
      // Only this process can open it again, as long as it lives.
      this.#logger.warn(
        { err: error, ...ownership },
        'the ownership of an ended conference could not be given back',
      );
    }
  }
}
