/** One entry of a meeting's history. */
export type StoredChange = {
  /** The meeting's version after the change. */
  readonly version: number;
  readonly atMs: number;
  /** Null if the clock or the conference made the change. */
  readonly byAccountId: string | null;
  /** A property of the meeting; or `created`, `invited`, `withdrawn`, `role`, `delegates`. */
  readonly field: string;
  readonly was: unknown;
  readonly becomes: unknown;
};

/** The history of meetings. The database writes it with every change of a meeting or its invitations. */
export interface ChangeRepository {
  /** Newest version first; empty if the meeting does not exist. */
  ofMeeting(meetingId: string): Promise<readonly StoredChange[]>;
}
