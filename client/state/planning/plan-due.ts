import { planDueOf } from '../../../domain/schedule/due.ts';
import type { PlanDue } from '../../../protocol/rest/meetings/due.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';

type Planned = Pick<MeetingDetail, 'state' | 'needsApproval' | 'needsChair' | 'self'> & {
  readonly invitations: readonly Pick<MeetingDetail['invitations'][number], 'role'>[];
};

/** What the reader must still do for a plan; nothing for a reader that does not plan it. */
export function dueFor({ self, invitations, ...meeting }: Planned): readonly PlanDue[] {
  if (!self.mayPlan) return [];
  const chairs = invitations.filter(({ role }) => role === 'chair').length;
  return planDueOf({ ...meeting, invited: invitations.length, chairs });
}
