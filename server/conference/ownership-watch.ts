import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ChangesElsewhere } from './changes-elsewhere.ts';
import type { Conferences } from './conferences.ts';
import type { OtherConferences } from './other-conferences.ts';
import type { ConferenceOwners } from './ownership.ts';

const lookEveryMs = 1_000;

interface OwnershipWatchContext {
  readonly owners: Pick<ConferenceOwners, 'outdated' | 'areOrphaned'>;
  readonly conferences: Pick<Conferences, 'ownerships' | 'letGo' | 'standingChanged' | 'lives'>;
  readonly otherConferences: Pick<OtherConferences, 'answer'>;
  /** Opens every live conference that this process may claim. */
  readonly takeOver: () => Promise<void>;
  readonly changes: Pick<ChangesElsewhere, 'hear'>;
  readonly logger: Logger;
}

/**
 * Looks every second at what other control processes did: lets go of conferences that one has taken over,
 * takes over those of a dead one, and does what others ask of the conferences here. Disposing waits for a look in
 * progress.
 */
export function watchOwnership({
  owners,
  conferences,
  takeOver,
  changes,
  otherConferences,
  logger,
}: OwnershipWatchContext): AsyncDisposable {
  const stop = new AbortController();

  const look = async (): Promise<void> => {
    for (const ownership of await owners.outdated(conferences.ownerships())) conferences.letGo(ownership);
    if (await owners.areOrphaned()) await takeOver();
    for (const change of await changes.hear()) conferences.standingChanged(change);
    await otherConferences.answer(conferences.lives());
  };

  const looking = (async () => {
    while (!stop.signal.aborted) {
      try {
        await look();
      } catch (error) {
        logger.warn({ err: error }, 'what other servers did could not be read; retrying soon');
      }
      // Rejects on stop, which the loop's condition sees.
      await sleep(lookEveryMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  })();

  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await looking;
    },
  };
}
