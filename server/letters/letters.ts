import type { Logger } from 'pino';
import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import type { Tokens } from '../identity/passes/tokens.ts';
import { byInterval, type Repeat } from '../scheduling/lifecycle/clock.ts';
import type { Jobs } from './jobs.ts';
import type { MeetingRepository } from '../scheduling/planning/meeting-repository.ts';
import { Names } from '../scheduling/access/names.ts';
import type { Announcement, AnnouncementRepository } from './announcement-repository.ts';
import { invitationCalendar } from './calendar.ts';
import { createEve, type EveContext } from './eve.ts';
import { addresseeOf, addressesOf, inviteeIdOf } from './invitees.ts';
import { letterOf } from './letter.ts';
import { job, jobOf, keyOf } from './letter-jobs.ts';
import type { EveJob, EveLetterJob, LetterJob, ReminderJob, ReminderLetterJob } from './letter-jobs.ts';
import { fingerprintOf, type Notice, subjectOf } from './notice.ts';
import { planLetters } from './plan-letters.ts';
import type { ReplyAddresses } from './reply-addresses.ts';

/** Planners make several changes in a row; a few seconds later one letter announces them all. */
const TICK_MS = 5_000;
const minuteMs = 60_000;

export interface LettersContext extends EveContext {
  readonly meetings: MeetingRepository;
  readonly announcements: AnnouncementRepository;
  readonly jobs: Jobs;
  /** The reply address of a letter. */
  readonly replyAddressOf: ReplyAddresses['of'];
  readonly tokens: Pick<Tokens, 'issueReply'>;
  /** How many minutes before its start a meeting's reminders are sent. */
  readonly remindBeforeMinutes: readonly number[];
  readonly logger: Logger;
  readonly now: () => number;
  readonly repeat?: Repeat;
}

/**
 * Sends invitations, changes, cancellations and reminders by mail. Derives the letters from the meetings and
 * the announcements already made. So no use case has to order letters, and after a crash the next tick of any
 * process does the rest.
 */
export function createLetters(context: LettersContext) {
  const {
    meetings,
    announcements,
    jobs,
    post,
    replyAddressOf,
    url,
    tokens,
    remindBeforeMinutes,
    logger,
    now,
  } = context;
  const eve = createEve(context);

  const order = async (meeting: MeetingWithInvitations): Promise<void> => {
    const { id: meetingId, state, startsAtMs, version } = meeting;
    const invitations = meeting.invitations.filter(({ transferred }) => !transferred);
    const [addresses, ordered] = await Promise.all([
      addressesOf(context, invitations),
      announcements.of(meetingId),
    ]);
    const invited = new Map(
      invitations.flatMap((invitation): [string, string][] => {
        const id = inviteeIdOf(invitation);
        return id === null || !addresses.has(id) ? [] : [[id, fingerprintOf(meeting, invitation)]];
      }),
    );
    const due = planLetters(meeting, invited, ordered);
    // In this order: an announcement whose job is missing gets the job at the next tick, under the same key.
    await announcements.put(meetingId, due);
    await jobs.send(
      due.map(({ inviteeId, sequence, method }) =>
        jobOf({ kind: 'letter', meetingId, inviteeId, sequence, method }),
      ),
    );
    if (state === 'scheduled' || state === 'rehearsal-open') {
      const reminders = remindBeforeMinutes.map((minutesBefore) =>
        jobOf(
          { kind: 'reminder', meetingId, startsAtMs, minutesBefore },
          startsAtMs - minutesBefore * minuteMs,
        ),
      );
      // A reminder whose time has passed is not needed: the invitee has just received an invitation.
      const ahead = [...reminders, ...eve.jobsOf(meeting)];
      await jobs.send(ahead.filter(({ notBeforeMs = 0 }) => notBeforeMs > now()));
    }
    await announcements.ordered(meetingId, version);
    if (due.length > 0) logger.info({ meetingId, version, letters: due.length }, 'letters queued');
  };

  /** Undefined if the invitee cannot receive mail. */
  const noticeOf = async (
    meeting: MeetingWithInvitations,
    inviteeId: string,
    kind: Notice['kind'],
    sequence: number,
  ): Promise<Notice | undefined> => {
    const invitee = await addresseeOf(context, inviteeId, meeting);
    if (invitee === undefined) return undefined;
    const names = new Names(context);
    const chairs = await names.invitations(meeting.invitations.filter(({ role }) => role === 'chair'));
    const issuer = await names.site(meeting.siteId);
    const chair = chairs.map(({ name }) => name).join(', ');
    const invitation = meeting.invitations.find((one) => inviteeIdOf(one) === inviteeId);
    // The reply page shows what the session is about, so invitees of a classified session answer signed in.
    const linked = kind !== 'cancellation' && meeting.classification !== 'classified';
    const replyUrl =
      url === null || invitation === undefined || !linked
        ? null
        : `${url}/reply/${tokens.issueReply(meeting.id, invitation.id, meeting.endsAtMs).token}`;
    return { kind, subject: subjectOf(meeting), sequence, issuer, chair, invitee, url, replyUrl };
  };

  const send = async (notice: Notice, key: string, method: Announcement['method'] | null): Promise<void> => {
    const { invitee, issuer } = notice;
    const { meetingId } = notice.subject;
    const replyTo = replyAddressOf({ meetingId, inviteeId: invitee.id, email: invitee.email });
    const organizer = { name: issuer, email: replyTo };
    const outcome = await post.send({
      ...letterOf(notice),
      to: { name: invitee.name, address: invitee.email },
      fromName: issuer,
      messageId: `${key.replaceAll(':', '.')}@diemcau`,
      replyTo,
      calendar: method && { method, content: invitationCalendar(method, notice, organizer, now()) },
    });
    logger.info({ meetingId, inviteeId: invitee.id, outcome }, 'letter sent');
  };

  const sendLetter = async (data: LetterJob): Promise<void> => {
    const { meetingId, inviteeId, sequence, method } = data;
    const meeting = await meetings.byId(meetingId);
    const told = (await announcements.of(meetingId)).announcements.find((one) => one.inviteeId === inviteeId);
    // A newer letter is on its way, or the next tick orders one.
    if (meeting === undefined || told?.sequence !== sequence || told.method !== method) return;
    if (method === 'REQUEST') {
      const invitation = meeting.invitations.find((one) => inviteeIdOf(one) === inviteeId);
      const isAhead = meeting.state !== 'cancelled' && meeting.endsAtMs > now();
      if (!isAhead || invitation === undefined) return;
      if (fingerprintOf(meeting, invitation) !== told.fingerprint && meeting.state !== 'live') {
        // Ordered at once: if the change is taken back before the next tick, the invitee would get no letter
        // at all.
        return order(meeting);
      }
    }
    const requestKind = sequence > told.firstSequence ? 'change' : 'invitation';
    const kind = method === 'CANCEL' ? 'cancellation' : requestKind;
    const notice = await noticeOf(meeting, inviteeId, kind, sequence);
    if (notice !== undefined) await send(notice, keyOf(data), method);
  };

  /** The meeting of a reminder; undefined if it is cancelled, was moved or has begun. */
  const toRemindOf = async (data: { readonly meetingId: string; readonly startsAtMs: number }) => {
    const meeting = await meetings.byId(data.meetingId);
    if (meeting?.state !== 'scheduled' && meeting?.state !== 'rehearsal-open') return undefined;
    return meeting.startsAtMs === data.startsAtMs && now() < data.startsAtMs ? meeting : undefined;
  };

  const remind = async ({ meetingId, startsAtMs, minutesBefore }: ReminderJob) => {
    const meeting = await toRemindOf({ meetingId, startsAtMs });
    if (meeting === undefined) return;
    const invitations = meeting.invitations.filter(({ transferred }) => !transferred);
    const addresses = await addressesOf(context, invitations);
    await jobs.send(
      [...addresses.keys()].map((inviteeId) =>
        jobOf({ kind: 'reminder-letter', meetingId, startsAtMs, minutesBefore, inviteeId }),
      ),
    );
  };

  const sendReminder = async (data: ReminderLetterJob): Promise<void> => {
    const meeting = await toRemindOf(data);
    if (!meeting?.invitations.some((invitation) => inviteeIdOf(invitation) === data.inviteeId)) return;
    const notice = await noticeOf(meeting, data.inviteeId, 'reminder', meeting.version);
    if (notice !== undefined) await send(notice, keyOf(data), null);
  };

  const tellEve = async (data: EveJob): Promise<void> => {
    const meeting = await toRemindOf(data);
    if (meeting !== undefined) await jobs.send(await eve.lettersOf(meeting, data));
  };

  const sendEve = async (data: EveLetterJob): Promise<void> => {
    const meeting = await toRemindOf(data);
    if (meeting === undefined) return;
    const { meetingId, accountId } = data;
    logger.info(
      { meetingId, accountId, outcome: await eve.send(meeting, data) },
      'readiness sent to the organiser',
    );
  };

  const run = async (given: unknown): Promise<void> => {
    const data = job.parse(given);
    switch (data.kind) {
      case 'letter':
        return sendLetter(data);
      case 'reminder':
        return remind(data);
      case 'reminder-letter':
        return sendReminder(data);
      case 'eve':
        return tellEve(data);
      case 'eve-letter':
        return sendEve(data);
      default:
        return data satisfies never;
    }
  };

  const tick = async (): Promise<void> => {
    for (const meetingId of await announcements.awaiting(now())) {
      try {
        const meeting = await meetings.byId(meetingId);
        if (meeting !== undefined) await order(meeting);
      } catch (error) {
        logger.error({ err: error, meetingId }, 'letters could not be queued; retrying at the next tick');
      }
    }
  };

  return {
    tick,
    run,

    /** Orders and sends letters until disposed; disposing waits for work in progress. */
    async start(): Promise<AsyncDisposable> {
      const working = await jobs.work(run);
      let current: Promise<void> | undefined;
      const look = (): void => {
        current ??= tick()
          .catch((error: unknown) => {
            logger.error({ err: error }, 'meetings could not be read; retrying at the next tick');
          })
          .finally(() => {
            current = undefined;
          });
      };
      const repeating = (context.repeat ?? byInterval)(look, TICK_MS);
      look();
      return {
        async [Symbol.asyncDispose]() {
          repeating.stop();
          await current;
          await working[Symbol.asyncDispose]();
        },
      };
    },
  };
}
