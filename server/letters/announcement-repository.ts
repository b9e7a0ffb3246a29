export type LetterMethod = 'REQUEST' | 'CANCEL';

/** What one of the invited was last told, or is about to be. */
export type Announcement = {
  readonly inviteeId: string;
  /** The meeting's version when the letter was ordered. */
  readonly sequence: number;
  /** Of the first letter: a later one tells of a change. Kept as it was first put. */
  readonly firstSequence: number;
  readonly method: LetterMethod;
  /** Of what the letter says. */
  readonly fingerprint: string;
};

export interface AnnouncementRepository {
  /** Meetings that are announced, and stand or are cancelled, not over, and changed since their letters were ordered. */
  awaiting(now: number): Promise<readonly string[]>;
  of(meetingId: string): Promise<{
    /** Up to which version letters are ordered; 0 where none are. */
    readonly version: number;
    readonly announcements: readonly Announcement[];
  }>;
  /** Keeps what is newer than what stands. */
  put(meetingId: string, announcements: readonly Announcement[]): Promise<void>;
  /** All letters of this version are ordered. */
  ordered(meetingId: string, version: number): Promise<void>;
}
