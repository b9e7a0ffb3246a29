export type Reply =
  | { readonly answer: 'confirmed'; readonly delegateCount: number; readonly delegates: readonly string[] }
  | { readonly answer: 'declined'; readonly reason: string };

/** How an answer was given. */
export type RepliedBy = 'room' | 'account' | 'link' | 'mail' | 'telephone';

/** The identity and order of an answer by mail. */
export type MailedReply = {
  /** The same for the same mail. */
  readonly mailId: string;
  /** The SEQUENCE of the letter that it answers. */
  readonly sequence: number;
  /** When the answer was given; not in the future. */
  readonly stampMs: number;
};

/** An answer by telephone: who gave it, and the account that entered it. */
export type TelephoneCall = { readonly saidBy: string; readonly accountId: string };

/** Whether an invitation was seen, and its answer. */
export type InvitationRecord = {
  readonly invitationId: string;
  readonly seenAtMs: number | null;
  readonly reply:
    | (Reply & {
        readonly atMs: number;
        readonly by: RepliedBy;
        /** Null unless it was given by telephone. */
        readonly call: { readonly saidBy: string; readonly enteredBy: string } | null;
      })
    | null;
};

export interface ReplyRepository {
  /** The records of those invitations of the meeting that were seen or answered, in no order. */
  ofMeeting(meetingId: string): Promise<readonly InvitationRecord[]>;
  /** Those of the meetings that invite the endpoint or account and have no answer of it. */
  unansweredBy(inviteeId: string, meetingIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Keeps the time of the first call; later calls change nothing. */
  markSeen(invitationId: string, atMs: number): Promise<void>;
  /** Replaces an earlier answer. */
  keep(
    invitationId: string,
    reply: Reply,
    by: Exclude<RepliedBy, 'mail' | 'telephone'> | TelephoneCall,
    atMs: number,
  ): Promise<void>;
  /**
   * Replaces an earlier answer if this one is newer. Compared with an answer by mail: by SEQUENCE, then by
   * DTSTAMP (RFC 5546, 2.1.5). Compared with any other answer: by the time when that was given. Each mail
   * counts once.
   * @returns whether it was stored
   */
  keepMailed(invitationId: string, reply: Reply, mailed: MailedReply, atMs: number): Promise<boolean>;
}
