import type { Logger } from 'pino';
import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import type { MeetingRepository } from '../../scheduling/planning/meeting-repository.ts';
import type { createEve } from '../eve.ts';
import { addressesOf, type Directory, inviteeIdOf } from '../invitees.ts';
import type { Jobs } from '../jobs.ts';
import {
  type EveJob,
  type EveLetterJob,
  jobOf,
  keyOf,
  type ReminderJob,
  type ReminderLetterJob,
} from '../letter-jobs.ts';
import { finalOutcome } from '../post.ts';
import type { LetterToInvitee } from './to-invitee.ts';

export interface RemindersContext extends Directory {
  readonly meetings: MeetingRepository;
  readonly jobs: Jobs;
  readonly logger: Logger;
  readonly now: () => number;
}

/** The letters before a meeting: reminders to its invitees, and on its eve its readiness to those who prepare it. */
export function createReminders(
  { meetings, jobs, logger, now, ...directory }: RemindersContext,
  eve: ReturnType<typeof createEve>,
  send: LetterToInvitee,
) {
  /** Undefined if the meeting is cancelled, was moved or has begun. */
  const aheadOf = async (data: {
    readonly meetingId: string;
    readonly startsAtMs: number;
  }): Promise<MeetingWithInvitations | undefined> => {
    const meeting = await meetings.byId(data.meetingId);
    if (meeting?.state !== 'scheduled' && meeting?.state !== 'rehearsal-open') return undefined;
    return meeting.startsAtMs === data.startsAtMs && now() < data.startsAtMs ? meeting : undefined;
  };

  return {
    async remind({ meetingId, startsAtMs, minutesBefore }: ReminderJob): Promise<void> {
      const meeting = await aheadOf({ meetingId, startsAtMs });
      if (meeting === undefined) return;
      const invitations = meeting.invitations.filter(({ transferred }) => !transferred);
      const addresses = await addressesOf(directory, invitations);
      await jobs.send(
        [...addresses.keys()].map((inviteeId) =>
          jobOf({ kind: 'reminder-letter', meetingId, startsAtMs, minutesBefore, inviteeId }),
        ),
      );
    },

    async sendReminder(data: ReminderLetterJob): Promise<void> {
      const { inviteeId } = data;
      const meeting = await aheadOf(data);
      if (!meeting?.invitations.some((invitation) => inviteeIdOf(invitation) === inviteeId)) return;
      const key = keyOf(data);
      const letter = { inviteeId, kind: 'reminder', sequence: meeting.version, key, method: null } as const;
      const outcome = await send(meeting, letter);
      if (outcome !== undefined) finalOutcome(outcome);
    },

    async tellEve(data: EveJob): Promise<void> {
      const meeting = await aheadOf(data);
      if (meeting !== undefined) await jobs.send(await eve.lettersOf(meeting, data));
    },

    async sendEve(data: EveLetterJob): Promise<void> {
      const meeting = await aheadOf(data);
      if (meeting === undefined) return;
      const { meetingId, accountId } = data;
      const outcome = await eve.send(meeting, data);
      logger.info({ meetingId, accountId, outcome }, 'readiness sent to the organiser');
    },
  };
}
