import type { EventType, LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { Ownership } from './ownership.ts';

/**
 * Another writer has appended to the conference, or has become its owner, in the meantime: nothing of this
 * append was stored.
 */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly conferenceId: string;
  readonly expectedSeq: number;

  constructor(conferenceId: string, expectedSeq: number, options?: ErrorOptions) {
    super(`Conference ${conferenceId} has another owner, or no longer ends at event ${expectedSeq}`, options);
    this.conferenceId = conferenceId;
    this.expectedSeq = expectedSeq;
  }
}

/**
 * The append-only memory of live conferences. When `append` has resolved, its events
 * survive a crash of the process.
 */
export interface ConferenceLog {
  /**
   * Appends all events or none. `expectedSeq` is the last sequence number that the caller knows (0 for a new
   * conference); the events continue from it without gaps.
   * @throws ConflictError when the ownership is not held any more, or the log does not end at `expectedSeq`.
   */
  append(ownership: Ownership, expectedSeq: number, events: readonly LoggedEvent[]): Promise<void>;
  /** Events after `afterSeq` in order; 0 reads all. */
  read(conferenceId: string, afterSeq: number): Promise<readonly LoggedEvent[]>;
  /** All events of these types, in order. */
  ofTypes(conferenceId: string, types: readonly EventType[]): Promise<readonly LoggedEvent[]>;
  /** Returns those of the given conferences that removed the participant and have not readmitted it. */
  removedFrom(conferenceIds: readonly string[], participantId: string): Promise<ReadonlySet<string>>;
  /** 0 when the conference has no event. */
  lastSeq(conferenceId: string): Promise<number>;
  /** Stores the state that the log folds to at `state.seq`. Replaces an older snapshot, never a newer one. */
  saveSnapshot(conferenceId: string, state: ConferenceState, takenAtMs: number): Promise<void>;
  /**
   * The newest snapshot as it was stored, perhaps by another version of the software: callers must parse it.
   */
  latestSnapshot(conferenceId: string): Promise<unknown>;
}
