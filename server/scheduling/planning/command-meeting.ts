import type { Logger } from 'pino';
import type { PlanCommand } from '../../../domain/schedule/decide-plan/commands.ts';
import type { KnownVersion, PlanFacts } from '../../../domain/schedule/decide-plan/decision.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { Caller } from '../../identity/caller.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { MeetingClock } from '../lifecycle/clock.ts';
import type { ApplyPlan, PlanApplied } from './apply-plan.ts';
import type { ByPlanners } from './by-planners.ts';
import { accepted } from './refused.ts';

/** The meeting that a planner means, the version on which it decided, and how far the command reaches. */
export interface PlanTarget {
  readonly meetingId: string;
  readonly version: KnownVersion;
  readonly reach?: Reach;
}

export interface CommandMeetingContext {
  readonly applyPlan: ApplyPlan;
  readonly byPlanners: ByPlanners;
  readonly seeing: Pick<VisibleMeetings, 'detail'>;
  readonly clock: Pick<MeetingClock, 'follow'>;
  readonly logger: Logger;
}

export type CommandMeeting = ReturnType<typeof createCommandMeeting>;

/** Commands of planners: each is carried out, the conference follows, and the meeting is shown as it is now. */
export function createCommandMeeting({
  applyPlan,
  byPlanners,
  seeing,
  clock,
  logger,
}: CommandMeetingContext) {
  const followed = async ({ after, change }: PlanApplied): Promise<void> => {
    if (change?.kind !== 'set' || change.fields.state === undefined) return;
    try {
      await clock.follow(after.id);
    } catch (error) {
      // The new state is stored; the clock makes the conference follow within seconds.
      logger.error(
        { err: error, meetingId: after.id },
        'the conference could not follow its meeting at once',
      );
    }
  };

  return async (
    { meetingId, version, ...reach }: PlanTarget,
    command: PlanCommand,
    caller: Caller,
    facts?: Partial<PlanFacts>,
  ): Promise<MeetingDetail> => {
    const given = { ...command, ...reach };
    const applied = accepted(await applyPlan(meetingId, given, byPlanners(caller, version), facts));
    await followed(applied);
    return seeing.detail(meetingId, caller);
  };
}
