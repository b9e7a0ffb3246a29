import type { PostFailure } from './post.ts';

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

/** What became of a letter. `queued`: the job that sends it has not run yet. */
export type LetterDelivery =
  | { readonly state: 'queued' }
  | { readonly state: 'sent'; readonly atMs: number }
  /** `retrying`: the service tries again by itself. */
  | { readonly state: 'retrying' | 'failed'; readonly atMs: number; readonly failure: PostFailure };

export type LetterRecord = Announcement & {
  /** Null for a letter from before deliveries were recorded. */
  readonly delivery: LetterDelivery | null;
  /** How often a person had this letter sent again. */
  readonly attempt: number;
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
  /** The same announcements with what became of each. */
  lettersOf(meetingId: string): Promise<readonly LetterRecord[]>;
  /** Notes what became of one attempt at a letter; nothing if a newer letter or attempt was ordered. */
  noteDelivery(
    letter: Pick<LetterRecord, 'inviteeId' | 'sequence' | 'attempt'> & { readonly meetingId: string },
    delivery: Exclude<LetterDelivery, { state: 'queued' }>,
  ): Promise<void>;
  /** Orders the same letters again: counts the attempt, and returns them as they are to be sent. */
  again(meetingId: string, inviteeIds: readonly string[]): Promise<readonly LetterRecord[]>;
  /** Replaces an announcement only by one with a higher sequence. The new ones are queued. */
  put(meetingId: string, announcements: readonly Announcement[]): Promise<void>;
  /** Records that all letters of this version are ordered. */
  ordered(meetingId: string, version: number): Promise<void>;
}
