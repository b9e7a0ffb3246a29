import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import { type PlanRefusal, refusePlan, wrongPhase } from './decide-plan/decision.ts';
import type { Meeting } from './meeting.ts';

/** The states in which invitations can be answered. */
const answerable: readonly MeetingState[] = ['scheduled', 'rehearsal-open', 'live'];

/** Refuses an answer to the invitation of a meeting that does not wait for answers. */
export const answerRefusal = (meeting: Pick<Meeting, 'state'>): PlanRefusal | undefined =>
  answerable.includes(meeting.state) ? undefined : wrongPhase(meeting);

/** Refuses a link for answers that could not be used. */
export const linkRefusal = (
  meeting: Pick<Meeting, 'state' | 'endsAtMs'>,
  nowMs: number,
): PlanRefusal | undefined =>
  answerRefusal(meeting) ??
  (meeting.endsAtMs <= nowMs ? refusePlan('wrong-phase', 'the meeting is over') : undefined);
