export type LetterMethod = 'REQUEST' | 'CANCEL';

/** The last letter that an invitee received, or the one that is ordered for it. */
export type Announcement = {
  readonly inviteeId: string;
  /** The meeting's version when the letter was ordered. */
  readonly sequence: number;
  /** `sequence` of the first letter. Never changes; a letter with a higher sequence announces a change. */
  readonly firstSequence: number;
  readonly method: LetterMethod;
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
};

export interface AnnouncementRepository {
  /**
   * Ids of announced meetings that are not over and that changed since their letters queued; cancelled
   * ones included.
   */
  awaiting(now: number): Promise<readonly string[]>;
  of(meetingId: string): Promise<{
    /** Letters are ordered up to this version; 0 if none are ordered. */
    readonly version: number;
    readonly announcements: readonly Announcement[];
  }>;
  /** Replaces an announcement only by one with a higher sequence. */
  put(meetingId: string, announcements: readonly Announcement[]): Promise<void>;
  /** Records that all letters of this version are ordered. */
  ordered(meetingId: string, version: number): Promise<void>;
}
