import type { Logger } from 'pino';
import type { Meeting } from '../../../domain/schedule/meeting.ts';
import { scheduleTick, type ScheduleLimits } from '../../../domain/schedule/schedule-tick.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { PlanRunner } from './conference-runner.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import type { ApplyPlan } from '../planning/apply-plan.ts';
import type { MeetingRepository } from '../planning/meeting-repository.ts';
import { refuseIf } from '../planning/refused.ts';
import { byTheClock, byTheConference } from '../planning/without-caller.ts';

/**
 * Meetings are planned to the minute, so a few seconds' delay does not matter. A tick costs three small
 * queries.
 */
const tickMs = 5_000;
/** A crash cannot have left a conference open if its meeting ended longer ago. */
const lookBackMs = 24 * 60 * 60 * 1_000;

/** Calls `run` at an interval until stopped: `setInterval`, or a test's replacement. */
export type Repeat = (run: () => void, everyMs: number) => { stop(): void };

export const byInterval: Repeat = (run, everyMs) => {
  const timer = setInterval(run, everyMs);
  return { stop: () => clearInterval(timer) };
};

export interface ClockContext {
  readonly meetings: Pick<MeetingRepository, 'byId' | 'list'>;
  readonly applyPlan: ApplyPlan;
  readonly runner: PlanRunner;
  readonly limits: ScheduleLimits;
  readonly logger: Logger;
  readonly now: () => number;
  readonly repeat?: Repeat;
}

export type MeetingClock = ReturnType<typeof createMeetingClock>;

/**
 * Changes the state of meetings when their time comes. The state in the database is the target; at every tick
 * the conferences are made to follow it, which also completes what a crash or an error left unfinished.
 */
export function createMeetingClock({
  meetings,
  applyPlan,
  runner,
  limits,
  logger,
  now,
  repeat = byInterval,
}: ClockContext) {
  /**
   * The last step that this process took for each meeting: its conference waits for capacity, or is over.
   */
  const followed = new Map<string, 'waits' | 'over'>();
  /**
   * The steps of one meeting's conference, each by the meeting as it is stored at that moment. A step by what was
   * read earlier could end a conference that was opened again meanwhile.
   */
  const inTurn = oneAtATime();

  /**
   * The meeting as it is now. Undefined after a concurrent change, or if an early opening must wait for
   * capacity on the media workers.
   * @throws Failure if the change is refused for another reason, such as `clash`
   */
  const move = async (meeting: Meeting): Promise<Meeting | undefined> => {
    const { id } = meeting;
    if (scheduleTick(meeting, now(), limits) === undefined) return meeting;
    const moved = await applyPlan(id, { type: 'pass-time' }, byTheClock(meetings, limits));
    if (moved.ok) {
      const { before, after, change } = moved;
      if (change !== undefined) {
        logger.info(
          { meetingId: id, from: before.state, to: after.state },
          'meeting state changed by schedule',
        );
      }
      return after;
    }
    if (moved.code === 'no-capacity') {
      if (followed.get(id) !== 'waits') {
        logger.info({ meetingId: id }, 'meeting not opened early: the media workers have no capacity left');
      }
      followed.set(id, 'waits');
    } else if (moved.code !== 'version-changed') refuseIf(moved);
    return undefined;
  };

  /** Whether the conference has yet to follow a meeting in this state. */
  const isBehind = ({ id, state }: Pick<Meeting, 'id' | 'state'>): boolean => {
    const wanted = conferenceIn(state);
    if (wanted === 'open') return !runner.hosts(id);
    return wanted === 'over' && followed.get(id) !== wanted;
  };

  /**
   * Makes the conference match the meeting's state.
   * @param atOnce also where the conference falls to another server
   */
  const followIt = (meetingId: string, atOnce: boolean): Promise<void> =>
    inTurn(meetingId, async () => {
      const meeting = await meetings.byId(meetingId);
      if (meeting === undefined || !isBehind(meeting)) return;
      if (meeting.state !== 'live') {
        await runner.end(meetingId, meeting.state === 'cancelled' ? 'cancelled' : 'schedule');
        followed.set(meetingId, 'over');
        return;
      }
      const opening = await runner.open(meeting, atOnce);
      if (opening === 'over') await endWithConference(meetingId);
      else followed.delete(meetingId);
    });

  /** Ends a meeting whose conference is over, unless somebody opens the conference again at this moment. */
  const endWithConference = async (meetingId: string): Promise<void> => {
    for (;;) {
      const meeting = await meetings.byId(meetingId);
      if (meeting === undefined || !(await runner.isOver(meetingId))) return;
      const conference = byTheConference(meetings, { knows: meeting.version });
      // Refused if the meeting was cancelled or has ended already.
      const ended = await applyPlan(meetingId, { type: 'end' }, conference);
      if (ended.ok || ended.code !== 'version-changed') break;
    }
    followed.set(meetingId, 'over');
  };

  /** A conference has ended by itself: the meeting ends with it. */
  const conferenceEnded = (meetingId: string): Promise<void> =>
    inTurn(meetingId, () => endWithConference(meetingId));

  const due = async (): Promise<readonly Meeting[]> => {
    const [awaited, over] = await Promise.all([
      meetings.list({
        states: ['scheduled', 'rehearsal-open', 'live'],
        startsBeforeMs: now() + Math.max(limits.rehearsalBeforeMs, limits.opensBeforeStartMs) + 1,
      }),
      meetings.list({
        states: ['ended', 'closed', 'cancelled'],
        endsAfterMs: now() - lookBackMs,
        startsBeforeMs: now() + limits.opensBeforeStartMs + 1,
      }),
    ]);
    // Includes meetings that were opened by hand long before their start.
    const early = await meetings.list({ states: ['live'] });
    return [...new Map([...awaited, ...early, ...over].map((meeting) => [meeting.id, meeting])).values()];
  };

  const tick = async (): Promise<void> => {
    const meetings = await due();
    for (const id of followed.keys()) {
      if (!meetings.some((meeting) => meeting.id === id)) followed.delete(id);
    }
    for (const meeting of meetings) {
      try {
        // Undefined: the meeting waits, or was changed at this moment. The next tick tries again.
        const moved = await move(meeting);
        if (moved && isBehind(moved)) await followIt(moved.id, false);
      } catch (error) {
        logger.error(
          { err: error, meetingId: meeting.id },
          'meeting state could not be changed; retrying at the next tick',
        );
      }
    }
  };

  return {
    tick,
    /** After a person changed the meeting: does not wait for another server. */
    follow: (meetingId: string): Promise<void> => followIt(meetingId, true),
    conferenceEnded,

    /** Ticks now and every few seconds until disposed; disposing waits for a tick in progress. */
    start(): AsyncDisposable {
      let current: Promise<void> | undefined;
      const run = (): void => {
        current ??= tick()
          .catch((error: unknown) => {
            logger.error({ err: error }, 'meetings could not be read; retrying at the next tick');
          })
          .finally(() => {
            current = undefined;
          });
      };
      const repeating = repeat(run, tickMs);
      run();
      return {
        async [Symbol.asyncDispose]() {
          repeating.stop();
          await current;
        },
      };
    },
  };
}

/** What a meeting in this state wants of its conference; undefined if there is none yet. */
function conferenceIn(state: MeetingState): 'open' | 'over' | undefined {
  switch (state) {
    case 'live':
      return 'open';
    case 'ended':
    case 'closed':
    case 'cancelled':
      return 'over';
    case 'draft':
    case 'submitted':
    case 'approved':
    case 'scheduled':
    case 'rehearsal-open':
      return undefined;
    default:
      return state satisfies never;
  }
}
