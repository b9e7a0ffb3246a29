import type { Logger } from 'pino';
import { planned } from '../../domain/conference/state.ts';
import { replay } from '../../domain/conference/evolve.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import { conferenceState, type ConferenceState } from '../../protocol/state.ts';
import type { ConferenceLog } from './conference-log.ts';

export interface Recalled {
  readonly state: ConferenceState;
  /** Sequence number of the snapshot from which the log was folded; 0 where there was none. */
  readonly snapshotSeq: number;
}

/** Folds a conference's log: the newest snapshot, then the events after it. */
export async function recall(id: ConferenceId, log: ConferenceLog, logger: Logger): Promise<Recalled> {
  const kept = await log.latestSnapshot(id);
  const parsed = conferenceState.safeParse(kept ?? planned);
  if (!parsed.success) {
    // For example after an update that changed the shape of the state. The whole log gives the
    // same state, only slower.
    logger.warn(
      { conferenceId: id, reason: parsed.error.message },
      'snapshot cannot be read; folding the whole log instead',
    );
  }
  const from = parsed.data ?? planned;
  return { state: replay(await log.read(id, from.seq), from), snapshotSeq: from.seq };
}
