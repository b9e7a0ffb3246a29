/** A fact of a meeting's history. */
export type StoredChange = {
  /** The meeting's version that came of it. */
  readonly version: number;
  readonly atMs: number;
  /** Null where time or the conference did it. */
  readonly byAccountId: string | null;
  /** A property of the meeting; or `created`, `invited`, `withdrawn`, `role`, `delegates`. */
  readonly field: string;
  readonly was: unknown;
  readonly becomes: unknown;
};

/** What was changed of meetings: written by the database with every change of theirs or of their invitations. */
export interface ChangeRepository {
  /** Newest version first; empty for a meeting that there is not. */
  ofMeeting(meetingId: string): Promise<readonly StoredChange[]>;
}
