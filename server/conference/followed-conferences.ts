import type { Logger } from 'pino';
import { replay } from '../../domain/conference/evolve.ts';
import { isLive } from '../../domain/conference/state.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { ConferenceLog } from './conference-log.ts';
import { recall } from './recall.ts';

/**
 * The states of live conferences that other control processes lead. The log is all that is known of a
 * conference, so no process has to ask its owner for the state: each question reads only the events since the
 * last one.
 */
export class FollowedConferences {
  readonly #log: ConferenceLog;
  readonly #logger: Logger;
  readonly #known = new Map<ConferenceId, ConferenceState>();
  /** An older answer must not replace a newer one. */
  readonly #inTurn = oneAtATime();

  constructor(log: ConferenceLog, logger: Logger) {
    this.#log = log;
    this.#logger = logger;
  }

  /** The state as of now; undefined if the conference is not live. */
  stateOf(id: ConferenceId): Promise<ConferenceState | undefined> {
    return this.#inTurn(id, async () => {
      const known = this.#known.get(id);
      const state = known
        ? replay(await this.#log.read(id, known.seq), known)
        : (await recall(id, this.#log, this.#logger)).state;
      if (!isLive(state)) {
        this.#known.delete(id);
        return undefined;
      }
      this.#known.set(id, state);
      return state;
    });
  }
}
