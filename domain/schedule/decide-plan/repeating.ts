import type { MeetingWithInvitations } from '../meeting.ts';
import type { SeriesCommand } from './commands.ts';
import { acceptPlan, refusePlan, wrongPhase, type PlanDecision, type PlanFacts } from './decision.ts';
import { seriesSizeRefusal } from './limits.ts';

/** Copies a meeting to each further time of a rule, in its own state and with its invitations. */
export function decideRepeating(
  meeting: MeetingWithInvitations,
  { seriesId: id, rule, timeZone }: SeriesCommand,
  { later }: Pick<PlanFacts, 'later'>,
): PlanDecision {
  if (meeting.seriesId !== null) return refusePlan('conflict', 'the meeting is already in a series');
  if (!isRepeatable(meeting)) return wrongPhase(meeting);
  if (!later.ok) return refusePlan('invalid-request', `rule: ${later.problem}`);
  return (
    seriesSizeRefusal(later.places.length + 1, meeting.invitations.length) ??
    acceptPlan({
      kind: 'repeat',
      meetings: [meeting],
      series: { id, rule, timeZone },
      later: later.places,
    })
  );
}

/**
 * Before rooms start to test it. A meeting that needs approval is approved together with all its occurrences.
 */
const isRepeatable = ({ state, needsApproval }: MeetingWithInvitations): boolean =>
  state === 'draft' || (state === 'scheduled' && !needsApproval);
