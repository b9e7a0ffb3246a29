import type { Logger } from 'pino';
import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import type { Announcement, AnnouncementRepository } from '../announcement-repository.ts';
import type { createEve } from '../eve.ts';
import { addressesOf, type Directory, inviteeIdOf } from '../invitees.ts';
import type { Jobs } from '../jobs.ts';
import { jobOf } from '../letter-jobs.ts';
import { fingerprintOf } from '../notice.ts';
import { planLetters } from '../plan-letters.ts';

const minuteMs = 60_000;

export interface OrderContext extends Directory {
  readonly announcements: AnnouncementRepository;
  readonly jobs: Jobs;
  /** How many minutes before its start a meeting's reminders are sent. */
  readonly remindBeforeMinutes: readonly number[];
  readonly logger: Logger;
  readonly now: () => number;
}

/** Orders the letters that a meeting still owes its invitees, and its reminders. */
export function createLetterOrders(
  { announcements, jobs, remindBeforeMinutes, logger, now, ...directory }: OrderContext,
  eve: Pick<ReturnType<typeof createEve>, 'jobsOf'>,
) {
  /** The announcements that are due: what each invitee with an address should know, and was not told yet. */
  const dueOf = async (meeting: MeetingWithInvitations): Promise<readonly Announcement[]> => {
    const invitations = meeting.invitations.filter(({ transferred }) => !transferred);
    const [addresses, ordered] = await Promise.all([
      addressesOf(directory, invitations),
      announcements.of(meeting.id),
    ]);
    const invited = new Map(
      invitations.flatMap((invitation): [string, string][] => {
        const id = inviteeIdOf(invitation);
        return id === null || !addresses.has(id) ? [] : [[id, fingerprintOf(meeting, invitation)]];
      }),
    );
    return planLetters(meeting, invited, ordered);
  };

  /** Leaves out reminders whose time has passed: the invitee has just received an invitation. */
  const remindersOf = (meeting: MeetingWithInvitations) => {
    const { id: meetingId, state, startsAtMs } = meeting;
    if (state !== 'scheduled' && state !== 'rehearsal-open') return [];
    const reminders = remindBeforeMinutes.map((minutesBefore) =>
      jobOf(
        { kind: 'reminder', meetingId, startsAtMs, minutesBefore },
        startsAtMs - minutesBefore * minuteMs,
      ),
    );
    return [...reminders, ...eve.jobsOf(meeting)].filter(({ notBeforeMs = 0 }) => notBeforeMs > now());
  };

  return async (meeting: MeetingWithInvitations): Promise<void> => {
    const { id: meetingId, version } = meeting;
    const due = await dueOf(meeting);
    // In this order: an announcement whose job is missing gets the job at the next tick, under the same key.
    await announcements.put(meetingId, due);
    await jobs.send(
      due.map(({ inviteeId, sequence, method }) =>
        jobOf({ kind: 'letter', meetingId, inviteeId, sequence, method }),
      ),
    );
    await jobs.send(remindersOf(meeting));
    await announcements.ordered(meetingId, version);
    if (due.length > 0) logger.info({ meetingId, version, letters: due.length }, 'letters queued');
  };
}
