import { createFeeds } from '../letters/feeds.ts';
import type { Jobs } from '../letters/jobs.ts';
import { createLetterBook } from '../letters/letter-book.ts';
import { createLetters } from '../letters/letters.ts';
import { createMailReplies } from '../letters/replies/mail-replies.ts';
import type { Post } from '../letters/post.ts';
import { createReplyAddresses, type ReplyAddresses } from '../letters/replies/reply-addresses.ts';
import type { OpenedConferences } from './conferences.ts';
import type { Foundations } from './foundations.ts';
import type { StartedIdentity } from './identity.ts';
import type { StartedPlanning } from './planning.ts';

/** What comes back by mail, and the calendars that people subscribe to. */
export function createCorrespondence(
  { config, repositories, workshop, secret, logger, now }: Foundations,
  { tokens }: StartedIdentity,
  { readiness, scheduling }: StartedPlanning,
  jobs: Jobs | null,
) {
  const { replySecret, replyTo, from } = config.mail;
  const mailbox = replyTo ?? from;
  const replyAddresses = createReplyAddresses(mailbox, secret);
  // Without a gateway no program reads mail to a signed address, so replies go to the mailbox.
  const replyAddressOf: ReplyAddresses['of'] =
    replySecret === null ? () => mailbox : (invited) => replyAddresses.of(invited);
  return {
    replyAddressOf,
    letterBook: createLetterBook({
      ...repositories,
      seeing: scheduling.seeing,
      jobs,
      tokens,
      replyAddressOf,
      url: config.http.publicUrl,
      now,
    }),
    mailReplies:
      replySecret === null
        ? null
        : createMailReplies({
            ...repositories,
            recordReply: (...reply) => readiness.answerByMail(...reply),
            replyAddresses,
            secret: replySecret.reveal(),
            workshop,
            logger,
            now,
          }),
    feeds: createFeeds({ ...repositories, url: config.http.publicUrl, now }),
  };
}

export type Correspondence = ReturnType<typeof createCorrespondence>;

/** The way to the mail server; null where none is configured. */
export async function openPost({ config, started, logger }: Foundations): Promise<Post | null> {
  const { smtpUrl, from, replyTo } = config.mail;
  if (smtpUrl === null) return null;
  // Loaded on demand, with the jobs below: together they take 12 MB, and a server without mail does not need them.
  const { createSmtpPost } = await import('../mail/smtp-post.ts');
  return started.use(createSmtpPost({ smtpUrl: smtpUrl.reveal(), from, replyTo: replyTo ?? from, logger }));
}

/** The queue of letters. Without a mail server there is no work for it. */
export async function openJobs(
  { started, storage, logger }: Foundations,
  post: Post | null,
): Promise<Jobs | null> {
  if (post === null) return null;
  const { startJobs } = await import('../storage/jobs.ts');
  return started.use(await startJobs(storage.execute, logger));
}

export async function startLetters(
  { config, started, repositories, logger, now }: Foundations,
  { lastStateOf }: OpenedConferences,
  { tokens }: StartedIdentity,
  { boardOf }: StartedPlanning,
  { replyAddressOf }: Correspondence,
  post: Post | null,
  jobs: Jobs | null,
): Promise<void> {
  const { remindBeforeMinutes, readinessAt } = config.mail;
  if (post === null || jobs === null) return;
  const [hours = 0, minutes = 0] = (readinessAt ?? '').split(':').map(Number);
  const letters = createLetters({
    ...repositories,
    tokens,
    replyAddressOf,
    url: config.http.publicUrl,
    rehearsalBeforeMs: config.conference.rehearsalBeforeS * 1000,
    readinessOf: async (meeting, withContacts) =>
      boardOf(meeting, await lastStateOf(meeting.id), withContacts),
    jobs,
    post,
    remindBeforeMinutes,
    readinessAtMinute: readinessAt === null ? null : hours * 60 + minutes,
    logger,
    now,
  });
  started.use(await letters.start());
}
