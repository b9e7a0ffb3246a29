import type { DueFacts } from '../../../domain/schedule/due.ts';

/** What the storage knows of a meeting that decides what is to be done for it. */
export type StoredDueFacts = Omit<DueFacts, 'state' | 'startsAtMs' | 'toApprove'>;

export interface DueRepository {
  /** By the ids of the meetings; invitees that were sent over from another meeting do not count. */
  factsOf(meetingIds: readonly string[]): Promise<ReadonlyMap<string, StoredDueFacts>>;
}
