import type { Logger } from 'pino';
import { byInterval, type Repeat } from '../scheduling/lifecycle/clock.ts';
import type { MeetingRepository } from '../scheduling/planning/meeting-repository.ts';
import type { AnnouncementRepository } from './announcement-repository.ts';
import { createEve, type EveContext } from './eve.ts';
import type { Jobs } from './jobs.ts';
import { job } from './letter-jobs.ts';
import { createLetterOrders, type OrderContext } from './sending/order-letters.ts';
import { createReminders } from './sending/reminders.ts';
import { createAnnouncedLetters } from './sending/send-announced.ts';
import { createLetterToInvitee, type ToInviteeContext } from './sending/to-invitee.ts';

/** Planners make several changes in a row; a few seconds later one letter announces them all. */
const tickMs = 5_000;

export interface LettersContext extends EveContext, ToInviteeContext, OrderContext {
  readonly meetings: MeetingRepository;
  readonly announcements: AnnouncementRepository;
  readonly jobs: Jobs;
  readonly logger: Logger;
  readonly repeat?: Repeat;
}

/**
 * Sends invitations, changes, cancellations and reminders by mail. Derives the letters from the meetings and
 * the announcements already made: no use case has to order letters, and after a crash the next tick of any
 * process does the rest.
 */
export function createLetters(context: LettersContext) {
  const { meetings, announcements, jobs, logger, now } = context;
  const eve = createEve(context);
  const toInvitee = createLetterToInvitee(context);
  const order = createLetterOrders(context, eve);
  const sendAnnounced = createAnnouncedLetters(context, order, toInvitee);
  const reminders = createReminders(context, eve, toInvitee);

  const run = async (given: unknown, isLastTry = false): Promise<void> => {
    const data = job.parse(given);
    switch (data.kind) {
      case 'letter':
        return sendAnnounced(data, isLastTry);
      case 'reminder':
        return reminders.remind(data);
      case 'reminder-letter':
        return reminders.sendReminder(data);
      case 'eve':
        return reminders.tellEve(data);
      case 'eve-letter':
        return reminders.sendEve(data);
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
      const repeating = (context.repeat ?? byInterval)(look, tickMs);
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
