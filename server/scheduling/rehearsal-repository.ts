import type { RehearsalFigures } from '../../domain/schedule/rehearsal.ts';
import type { RehearsalPosition, RehearsalReason } from '../../protocol/rest/readiness.ts';

/** One check of a room, for a meeting. */
export type Rehearsal = {
  readonly id: string;
  readonly endpointId: string;
  readonly meetingId: string;
  readonly atMs: number;
  readonly figures: RehearsalFigures;
  /** Why it did not pass; empty where it did. */
  readonly reasons: readonly RehearsalReason[];
  readonly signedOffAtMs: number | null;
  readonly signedOffByAccountId: string | null;
  readonly note: string;
};

export interface RehearsalRepository {
  insert(rehearsal: Rehearsal): Promise<void>;
  byId(rehearsalId: string): Promise<Rehearsal | undefined>;
  /** The newest of each endpoint; in no order. */
  latestOf(meetingId: string): Promise<readonly Rehearsal[]>;
  /** Newest first, or oldest first; after this one. */
  history(
    endpointId: string,
    page: {
      readonly limit: number;
      readonly after?: RehearsalPosition | undefined;
      readonly oldestFirst?: boolean;
    },
  ): Promise<readonly Rehearsal[]>;
  /** In the place of an earlier signature. False where there is no such rehearsal. */
  signOff(rehearsalId: string, accountId: string, note: string, atMs: number): Promise<boolean>;
}
