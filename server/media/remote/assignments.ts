import type { Logger } from 'pino';
import type { ConferenceId } from '../../../protocol/ids.ts';
import { oneAtATime } from '../../one-at-a-time.ts';

/** Which bridges carry which conference, for the next process that leads it. */
export interface Assignments {
  bridgesOf(conferenceId: ConferenceId): Promise<readonly string[]>;
  /** These bridges carry the conference, and no others. */
  assign(conferenceId: ConferenceId, bridgeIds: readonly string[]): Promise<void>;
  /** No bridge carries the conference any more. */
  release(conferenceId: ConferenceId): Promise<void>;
}

/** Stored assignments, read and written in order for each conference. Media goes on while the database is away. */
export class StoredAssignments implements Assignments {
  readonly #stored: Assignments;
  readonly #logger: Logger;
  /** One that ends and is opened again at once must not lose what is written for it then. */
  readonly #turns = oneAtATime();

  constructor(stored: Assignments, logger: Logger) {
    this.#stored = stored;
    this.#logger = logger;
  }

  async bridgesOf(conferenceId: ConferenceId): Promise<readonly string[]> {
    const bridgeIds = await this.#inTurn(
      conferenceId,
      () => this.#stored.bridgesOf(conferenceId),
      'the bridges of a conference are unknown; its media begins again',
    );
    return bridgeIds ?? [];
  }

  async assign(conferenceId: ConferenceId, bridgeIds: readonly string[]): Promise<void> {
    await this.#inTurn(
      conferenceId,
      () => this.#stored.assign(conferenceId, bridgeIds),
      // If this process dies as well, the media of the conference begins again.
      'the bridges of a conference could not be stored',
    );
  }

  async release(conferenceId: ConferenceId): Promise<void> {
    await this.#inTurn(
      conferenceId,
      () => this.#stored.release(conferenceId),
      // What is left does no harm: if the conference is opened again, it begins on this bridge.
      'the database still has bridges for a conference that is over',
    );
  }

  #inTurn<T>(conferenceId: ConferenceId, work: () => Promise<T>, failed: string): Promise<T | undefined> {
    return this.#turns(conferenceId, work).catch((error: unknown) => {
      this.#logger.warn({ err: error, conferenceId }, failed);
      return undefined;
    });
  }
}
