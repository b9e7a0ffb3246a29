export type Reply =
  | { readonly answer: 'confirmed'; readonly delegateCount: number; readonly delegates: readonly string[] }
  | { readonly answer: 'declined'; readonly reason: string };

/** How an answer was given. */
export type RepliedBy = 'room' | 'account' | 'link' | 'mail';

/** The identity and order of an answer by mail. */
export type MailedReply = {
  /** The same for the same mail. */
  readonly mailId: string;
  /** The SEQUENCE of the letter that it answers. */
  readonly sequence: number;
  /** When the answer was given; not in the future. */
  readonly stampMs: number;
};

/** Whether an invitation was seen, and its answer. */
export type InvitationRecord = {
  readonly invitationId: string;
  readonly seenAtMs: number | null;
  readonly reply: (Reply & { readonly atMs: number; readonly by: RepliedBy }) | null;
};

export interface ReplyRepository {
  /** The records of those invitations of the meeting that were seen or answered, in no order. */
  ofMeeting(meetingId: string): Promise<readonly InvitationRecord[]>;
  /** Keeps the time of the first call; later calls change nothing. */
  markSeen(invitationId: string, atMs: number): Promise<void>;
  /** Replaces an earlier answer. */
  keep(invitationId: string, reply: Reply, by: Exclude<RepliedBy, 'mail'>, atMs: number): Promise<void>;
  /**
   * Replaces an earlier answer if this one is newer. Compared with an answer by mail: by SEQUENCE, then by
   * DTSTAMP (RFC 5546, 2.1.5). Compared with any other answer: by the time when that was given. Each mail
   * counts once.
   * @returns whether it was stored
   */
  keepMailed(invitationId: string, reply: Reply, mailed: MailedReply, atMs: number): Promise<boolean>;
}
