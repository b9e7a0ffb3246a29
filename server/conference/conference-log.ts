import type { LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceState } from '../../protocol/state.ts';

/** Somebody else has appended to the conference meanwhile: nothing of this append was kept. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly conferenceId: string;
  readonly expectedSeq: number;

  constructor(conferenceId: string, expectedSeq: number, options?: ErrorOptions) {
    super(`Conference ${conferenceId} no longer ends at event ${expectedSeq}`, options);
    this.conferenceId = conferenceId;
    this.expectedSeq = expectedSeq;
  }
}

/** The append-only memory of live conferences. What `append` has resolved survives any death of the process. */
export interface ConferenceLog {
  /**
   * Appends all events or none. `expectedSeq` is the last sequence number that the caller knows (0 for a new conference);
   * the events go on from it without gaps.
   * @throws ConflictError when the log does not end at `expectedSeq`.
   */
  append(conferenceId: string, expectedSeq: number, events: readonly LoggedEvent[]): Promise<void>;
  /** Events after `afterSeq` in order; 0 reads all. */
  read(conferenceId: string, afterSeq: number): Promise<readonly LoggedEvent[]>;
  /** Of these conferences, those from which somebody was removed and not let in again. */
  removedFrom(conferenceIds: readonly string[], participantId: string): Promise<ReadonlySet<string>>;
  /** 0 when the conference has no event. */
  lastSeq(conferenceId: string): Promise<number>;
  /** Keeps what the log folds to at `state.seq`, in the place of an older snapshot; a newer one stays. */
  saveSnapshot(conferenceId: string, state: ConferenceState, takenAtMs: number): Promise<void>;
  /** The newest snapshot as it was kept, by whatever version of the software: whoever uses it parses it first. */
  latestSnapshot(conferenceId: string): Promise<unknown>;
}
