import type { Logger } from 'pino';
import type { ConferenceId } from '../../../protocol/ids.ts';
import { oneAtATime } from '../../one-at-a-time.ts';

/** What people have set for a bridge, and whether it has ever dialled. */
export interface BridgeSettings {
  /** The ids of its unit and of those above it, nearest first; empty where it has none. */
  readonly sitePath: readonly string[];
  /** It is taken out of service: it gets nothing new. */
  readonly isDraining: boolean;
  readonly hasDialled: boolean;
}

/** What the database knows of where a conference should be. */
export interface ConferenceHome {
  /** The bridges that carry it. */
  readonly bridgeIds: readonly string[];
  /** The ids of the unit that holds the session and of those above it, nearest first. */
  readonly sitePath: readonly string[];
  /** How many are invited. */
  readonly expected: number;
}

/** Which bridges carry which conference, for the next process that leads it. */
export interface Assignments {
  homeOf(conferenceId: ConferenceId): Promise<ConferenceHome>;
  /**
   * These bridges carry the conference, and no others.
   * @returns false where one that is new to it was taken out of service meanwhile, and `evenDraining` is false
   */
  assign(conferenceId: ConferenceId, bridgeIds: readonly string[], evenDraining: boolean): Promise<boolean>;
  /** No bridge carries the conference any more. */
  release(conferenceId: ConferenceId): Promise<void>;
}

const unknownHome: ConferenceHome = { bridgeIds: [], sitePath: [], expected: 0 };

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

  async homeOf(conferenceId: ConferenceId): Promise<ConferenceHome> {
    const home = await this.#inTurn(
      conferenceId,
      () => this.#stored.homeOf(conferenceId),
      'the bridges of a conference are unknown; its media begins again',
    );
    return home ?? unknownHome;
  }

  async assign(
    conferenceId: ConferenceId,
    bridgeIds: readonly string[],
    evenDraining: boolean,
  ): Promise<boolean> {
    const isAssigned = await this.#inTurn(
      conferenceId,
      () => this.#stored.assign(conferenceId, bridgeIds, evenDraining),
      // If this process dies as well, the media of the conference begins again.
      'the bridges of a conference could not be stored',
    );
    return isAssigned ?? true;
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
