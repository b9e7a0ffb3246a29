export type Reply =
  | { readonly answer: 'confirmed'; readonly delegateCount: number; readonly delegates: readonly string[] }
  | { readonly answer: 'declined'; readonly reason: string };

/** By which way an answer came. */
export type RepliedBy = 'room' | 'account' | 'link' | 'mail';

/** What an answer by mail says of itself. */
export type MailedReply = {
  /** The same for the same mail. */
  readonly mailId: string;
  /** Of the letter that it answers. */
  readonly sequence: number;
  /** When it was given; not in the future. */
  readonly stampMs: number;
};

/** What an invitation has come to. */
export type InvitationRecord = {
  readonly invitationId: string;
  readonly seenAtMs: number | null;
  readonly reply: (Reply & { readonly atMs: number; readonly by: RepliedBy }) | null;
};

export interface ReplyRepository {
  /** Of those of the meeting's invitations that were seen or answered; in no order. */
  ofMeeting(meetingId: string): Promise<readonly InvitationRecord[]>;
  /** The first time counts; later calls change nothing. */
  markSeen(invitationId: string, atMs: number): Promise<void>;
  /** In the place of an earlier answer. */
  keep(invitationId: string, reply: Reply, by: Exclude<RepliedBy, 'mail'>, atMs: number): Promise<void>;
  /**
   * In the place of an earlier answer, where this one is newer: than an answer by mail as RFC 5546, 2.1.5 has it, by SEQUENCE and
   * then by DTSTAMP; than one by another way, by the instant that it came. A mail counts once.
   * @returns whether it was kept
   */
  keepMailed(invitationId: string, reply: Reply, mailed: MailedReply, atMs: number): Promise<boolean>;
}
