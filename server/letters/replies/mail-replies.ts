import { timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import { hashSecret } from '../../identity/secrets/opaque-secrets.ts';
import type { MeetingRepository } from '../../scheduling/planning/meeting-repository.ts';
import type { AnswerByMail } from '../../scheduling/readiness/readiness.ts';
import type { AnnouncementRepository } from '../announcement-repository.ts';
import { TooMuchWork, type Work, type Workshop } from '../../workshop/workshop.ts';
import { meetingIdOf } from '../calendar.ts';
import { addressesOf, type Directory } from '../invitees.ts';
import { mailAddress } from '../mail-address.ts';
import type { ReplyAddresses } from './reply-addresses.ts';
import type { NoReply, ReplyMail } from './reply-mail.ts';
import type { MailToRead } from './reply-work.ts';

/**
 * Stores the answer of an invited endpoint or account.
 * @returns whether it was stored
 */
export type RecordReply = (meetingId: string, inviteeId: string, reply: AnswerByMail) => Promise<boolean>;

export interface MailRepliesContext extends Directory {
  readonly meetings: MeetingRepository;
  readonly announcements: AnnouncementRepository;
  readonly recordReply: RecordReply;
  readonly replyAddresses: ReplyAddresses;
  /** The mail gateway sends it with each mail. */
  readonly secret: string;
  readonly workshop: Workshop;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface MailReplies {
  /**
   * Reads a mail that was sent to the reply address. Mail may hold anything, so a mail is one answer or none.
   * An answer is kept only if the mail went to the signed address of a letter, came from the address that
   * received that letter, and answers the letter's current content.
   * @param bytes a mail in the form of RFC 5322
   * @returns how many answers were kept, 0 or 1
   */
  take(bytes: Buffer): Promise<number>;
  /** @throws Failure `unauthenticated` if `shown` is not the gateway's secret */
  admit(shown: string | undefined): void;
}

const answers = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const;

export function createMailReplies(context: MailRepliesContext): MailReplies {
  const { meetings, announcements, recordReply, replyAddresses, secret, workshop, logger, now } = context;
  const expected = Buffer.from(hashSecret(secret));
  const read: Work<MailToRead, ReplyMail | NoReply> = workshop.kind({
    name: 'mail',
    module: new URL('./reply-work.ts', import.meta.url),
    deadlineMs: 10_000,
    heapMb: 256,
    lasting: false,
    atOnce: 1,
    waiting: 100,
    waitingOfOne: 100,
  });

  /**
   * The invitee that answers, and the SEQUENCE of the letter that it answers; undefined if no letter matches.
   */
  const answering = async ({ attendee, recipients, reply }: ReplyMail) => {
    const meetingId = meetingIdOf(reply.uid);
    const meeting = meetingId === undefined ? undefined : await meetings.byId(meetingId);
    if (meeting === undefined) return undefined;
    if (meeting.state === 'cancelled' || meeting.endsAtMs <= now()) return undefined;
    const [addresses, told] = await Promise.all([
      addressesOf(context, meeting.invitations),
      announcements.of(meeting.id),
    ]);
    return told.announcements.flatMap(({ inviteeId, method, sequence }) => {
      const email = addresses.get(inviteeId);
      if (method !== 'REQUEST' || email === undefined || mailAddress(email) !== attendee) return [];
      // RFC 5546, 2.1.5: an answer to an older SEQUENCE does not answer the current letter.
      if (reply.sequence < sequence) return [];
      return replyAddresses.isAmong(recipients, { meetingId: meeting.id, inviteeId, email })
        ? [{ meetingId: meeting.id, inviteeId, sequence }]
        : [];
    })[0];
  };

  const keep = async (mail: ReplyMail): Promise<NoReply | 'kept' | 'to-no-letter' | 'not-newer'> => {
    const answered = await answering(mail);
    if (answered === undefined) return 'to-no-letter';
    const { meetingId, inviteeId, sequence } = answered;
    const { partstat, comment, stampMs } = mail.reply;
    const isKept = await recordReply(meetingId, inviteeId, {
      answer: answers[partstat],
      comment,
      mailId: mail.id,
      sequence,
      // An attendee's clock that runs ahead must not block answers given later.
      stampMs: Math.min(stampMs, now()),
    });
    return isKept ? 'kept' : 'not-newer';
  };

  return {
    admit(shown) {
      // Hashes have equal length and are compared in constant time, so the timing reveals nothing about the
      // secret.
      const given = Buffer.from(hashSecret(shown ?? ''));
      if (!timingSafeEqual(given, expected)) throw new Failure('unauthenticated');
    },

    async take(bytes) {
      // All mails come from one gateway, which sends a mail again after `unavailable`.
      const found = await read(() => ({ bytes }), 'gateway').catch(noneWhereTooMuch);
      const outcome = typeof found === 'string' ? found : await keep(found);
      logger.info({ outcome }, 'mail received at the reply address');
      return outcome === 'kept' ? 1 : 0;
    },
  };
}

/** A mail that exceeds the reader's time or memory counts as no answer. */
function noneWhereTooMuch(error: unknown): NoReply {
  if (!(error instanceof TooMuchWork)) throw error;
  return 'no-calendar-reply';
}
