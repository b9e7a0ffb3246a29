import { timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { hashSecret } from '../identity/opaque-secrets.ts';
import type { MeetingRepository } from '../scheduling/meeting-repository.ts';
import { known } from '../scheduling/stored-meeting.ts';
import type { AnnouncementRepository } from './announcement-repository.ts';
import { TooMuchWork, type Work, type Workshop } from '../workshop/workshop.ts';
import type { CalendarReply } from './calendar-reply.ts';
import { meetingIdOf } from './calendar.ts';
import { addressesOf, type Directory } from './invitees.ts';
import type { MailToRead } from './reply-work.ts';

/** Keeps what an invited endpoint or account answered. */
export type RecordReply = (
  meetingId: string,
  inviteeId: string,
  reply: { readonly answer: 'accepted' | 'declined' | 'tentative'; readonly comment: string },
) => Promise<void>;

export interface MailRepliesContext extends Directory {
  readonly meetings: MeetingRepository;
  readonly announcements: AnnouncementRepository;
  readonly recordReply: RecordReply;
  /** What the mail gateway shows with each mail. */
  readonly secret: string;
  readonly workshop: Workshop;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface MailReplies {
  /**
   * Takes a mail, or a calendar alone, that came to the address of replies. What is no answer to an invitation of ours, or
   * to one that has since been changed, is passed over: it is mail, and anything may come.
   * @returns how many answers were kept
   */
  take(bytes: Buffer, form: 'calendar' | 'mail'): Promise<number>;
  /** @throws Failure `unauthenticated` for another secret than the gateway's */
  admit(shown: string | undefined): void;
}

const answers = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const;

export function createMailReplies(context: MailRepliesContext): MailReplies {
  const { meetings, announcements, recordReply, secret, workshop, logger, now } = context;
  const expected = Buffer.from(hashSecret(secret));
  const read: Work<MailToRead, readonly CalendarReply[]> = workshop.kind({
    name: 'mail',
    module: new URL('./reply-work.ts', import.meta.url),
    deadlineMs: 10_000,
    heapMb: 256,
    lasting: false,
    atOnce: 1,
    waiting: 100,
    waitingOfOne: 100,
  });

  /** Whose answer it is: one address may be that of several rooms of an office, which it then answers for together. */
  const answering = async ({ uid, sequence, attendee }: CalendarReply) => {
    const meetingId = meetingIdOf(uid);
    const stored = meetingId === undefined ? undefined : await meetings.byId(meetingId);
    if (stored === undefined) return [];
    const meeting = known(stored);
    if (meeting.state === 'cancelled' || meeting.endsAtMs <= now()) return [];
    const [addresses, told] = await Promise.all([
      addressesOf(context, meeting.invitations),
      announcements.of(meeting.id),
    ]);
    return told.announcements
      .filter(
        (one) =>
          one.method === 'REQUEST' &&
          addresses.get(one.inviteeId) === attendee &&
          // RFC 5546, 2.1.5: an answer to an older SEQUENCE is not one to what stands.
          sequence >= one.sequence,
      )
      .map(({ inviteeId }) => ({ meetingId: meeting.id, inviteeId }));
  };

  return {
    admit(shown) {
      // Of one length by the hash, and compared in one time, so that nothing of the secret shows.
      const given = Buffer.from(hashSecret(shown ?? ''));
      if (!timingSafeEqual(given, expected)) throw new Failure('unauthenticated');
    },

    async take(bytes, form) {
      // All mails come from the one gateway; it sends again what is `unavailable`.
      const replies = await read(() => ({ bytes, form }), 'gateway').catch(noneWhereTooMuch);
      let kept = 0;
      for (const reply of replies) {
        const { partstat, comment } = reply;
        for (const { meetingId, inviteeId } of await answering(reply)) {
          await recordReply(meetingId, inviteeId, { answer: answers[partstat], comment });
          kept += 1;
        }
      }
      logger.info({ kept }, 'a mail with answers came in');
      return kept;
    },
  };
}

/** A mail that takes its reader so long answers nothing. */
function noneWhereTooMuch(error: unknown): readonly CalendarReply[] {
  if (!(error instanceof TooMuchWork)) throw error;
  return [];
}
