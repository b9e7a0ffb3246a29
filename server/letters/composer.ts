import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import type { Tokens } from '../identity/passes/tokens.ts';
import { Names } from '../scheduling/access/names.ts';
import type { Announcement, LetterMethod } from './announcement-repository.ts';
import { invitationCalendar } from './calendar.ts';
import { addresseeOf, type Directory, inviteeIdOf } from './invitees.ts';
import { letterOf } from './letter.ts';
import { type Notice, subjectOf } from './notice.ts';
import type { AddressedLetter } from './post.ts';
import type { ReplyAddresses } from './replies/reply-addresses.ts';
import { invitationWords } from './words/invitation-words.ts';

export interface ComposerContext extends Directory {
  /** The public address of the service; null if it has none. */
  readonly url: string | null;
  /** The reply address of a letter. */
  readonly replyAddressOf: ReplyAddresses['of'];
  readonly tokens: Pick<Tokens, 'issueReply'>;
  readonly now: () => number;
}

/** What kind of letter an announcement is. */
export const noticeKindOf = ({
  method,
  sequence,
  firstSequence,
}: Pick<Announcement, 'method' | 'sequence' | 'firstSequence'>): Exclude<Notice['kind'], 'reminder'> => {
  if (method === 'CANCEL') return 'cancellation';
  return sequence > firstSequence ? 'change' : 'invitation';
};

/** Writes letters to invitees; the same text whether it is sent or only shown before. */
export function createComposer({ url, replyAddressOf, tokens, now, ...directory }: ComposerContext) {
  return {
    /**
     * The content of a letter. Undefined if the invitee cannot receive mail.
     * @param token what stands in the reply link; left out: a token with which the reader can answer
     */
    async notice(
      meeting: MeetingWithInvitations,
      inviteeId: string,
      kind: Notice['kind'],
      sequence: number,
      token?: string,
    ): Promise<Notice | undefined> {
      const invitee = await addresseeOf(directory, inviteeId, meeting);
      if (invitee === undefined) return undefined;
      const names = new Names(directory);
      const chairs = await names.invitations(meeting.invitations.filter(({ role }) => role === 'chair'));
      const issuer = await names.site(meeting.siteId);
      const chair = chairs.map(({ name }) => name).join(', ');
      const invitation = meeting.invitations.find((one) => inviteeIdOf(one) === inviteeId);
      // The reply page shows what the session is about, so invitees of a classified session answer signed in.
      const linked = kind !== 'cancellation' && meeting.classification !== 'classified';
      const replyUrl =
        url === null || invitation === undefined || !linked
          ? null
          : `${url}/reply/${token ?? tokens.issueReply(meeting.id, invitation.id, meeting.endsAtMs).token}`;
      const subject = subjectOf(meeting, invitee.language);
      return { kind, subject, sequence, issuer, chair, invitee, url, replyUrl };
    },

    /** @param method of the calendar part; null for a letter without one */
    letter(notice: Notice, key: string, method: LetterMethod | null): AddressedLetter {
      const { invitee, issuer, subject } = notice;
      const { meetingId } = subject;
      const replyTo = replyAddressOf({ meetingId, inviteeId: invitee.id, email: invitee.email });
      const organizer = { name: issuer, email: replyTo };
      return {
        ...letterOf(notice),
        to: { name: invitee.name, address: invitee.email },
        fromName: issuer,
        messageId: `${key.replaceAll(':', '.')}@diemcau`,
        replyTo,
        calendar: method && {
          method,
          content: invitationCalendar(method, notice, organizer, now()),
          fileName: invitationWords[invitee.language].calendarFile,
        },
      };
    },
  };
}
