import type { Logger } from 'pino';
import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import type { LetterMethod } from '../announcement-repository.ts';
import { type ComposerContext, createComposer } from '../composer.ts';
import type { Notice } from '../notice.ts';
import type { Post, PostOutcome } from '../post.ts';

export interface ToInviteeContext extends ComposerContext {
  readonly post: Post;
  readonly logger: Logger;
}

interface LetterToSend {
  readonly inviteeId: string;
  readonly kind: Notice['kind'];
  readonly sequence: number;
  /** Of its job: a letter that is sent twice is received once. */
  readonly key: string;
  /** Of its calendar part; null for a letter without one. */
  readonly method: LetterMethod | null;
}

/** Hands one letter about a meeting to the mail server. */
export function createLetterToInvitee(context: ToInviteeContext) {
  const { post, logger } = context;
  const composer = createComposer(context);
  /** @returns undefined if the invitee cannot receive mail */
  return async (
    meeting: MeetingWithInvitations,
    { inviteeId, kind, sequence, key, method }: LetterToSend,
  ): Promise<PostOutcome | undefined> => {
    const notice = await composer.notice(meeting, inviteeId, kind, sequence);
    if (notice === undefined) return undefined;
    const outcome = await post.send(composer.letter(notice, key, method));
    logger.info({ meetingId: meeting.id, inviteeId, outcome }, 'letter handed to the mail server');
    return outcome;
  };
}

export type LetterToInvitee = ReturnType<typeof createLetterToInvitee>;
