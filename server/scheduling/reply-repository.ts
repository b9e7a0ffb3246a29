export type Reply =
  | { readonly answer: 'confirmed'; readonly delegateCount: number; readonly delegates: readonly string[] }
  | { readonly answer: 'declined'; readonly reason: string };

/** By which way an answer came. */
export type RepliedBy = 'room' | 'account' | 'link' | 'mail';

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
  keep(invitationId: string, reply: Reply, by: RepliedBy, atMs: number): Promise<void>;
}
