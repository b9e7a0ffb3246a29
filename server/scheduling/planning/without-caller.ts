import {
  type KnownVersion,
  noFurtherFacts,
  type PlanActor,
} from '../../../domain/schedule/decide-plan/decision.ts';
import { serverScope } from '../../identity/scope.ts';
import type { ScheduleLimits } from '../../../domain/schedule/schedule-tick.ts';
import type { Authority } from './apply-plan.ts';
import type { MeetingRepository } from './meeting-repository.ts';

type Meetings = Pick<MeetingRepository, 'byId'>;

/** What time does to meetings. */
export const byTheClock = (meetings: Meetings, limits: ScheduleLimits): Authority => ({
  ...withoutCaller(meetings, { mover: 'clock', limits }),
  onConcurrentChange: 'refuse',
});

/**
 * What a live conference does to its meeting.
 * @param accountId the participant that causes it
 * @param knows the version on which the conference decided
 */
export const byTheConference = (
  meetings: Meetings,
  {
    accountId,
    knows = 'any',
  }: { readonly accountId?: string | undefined; readonly knows?: KnownVersion } = {},
): Authority => ({
  ...withoutCaller(meetings, { mover: 'conference', knows }),
  accountId,
  onConcurrentChange: knows === 'any' ? 'decide-again' : 'refuse',
});

const withoutCaller = (meetings: Meetings, actor: PlanActor): Omit<Authority, 'onConcurrentChange'> => ({
  accountId: undefined,
  scope: serverScope,
  async look(meetingId) {
    const meeting = await meetings.byId(meetingId);
    return meeting && { meeting, actor };
  },
  facts: () => Promise.resolve(noFurtherFacts),
  explain: () => Promise.resolve(undefined),
});
