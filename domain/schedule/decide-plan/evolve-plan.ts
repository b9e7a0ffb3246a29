import type { Invitation, Meeting } from '../meeting.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import { chairsHandedOver } from '../chairs.ts';
import { inviteeOf } from '../meeting.ts';
import { withSpeakersAmong } from '../script.ts';
import type { PlanChange } from './decision.ts';

/** A meeting and its invitees. Storage gives new invitations their ids. */
export type Plan = Meeting & { readonly invitations: readonly Omit<Invitation, 'id'>[] };

/** The meeting after the change, exactly as storage writes it. A meeting that the change leaves out stays. */
export function evolvePlan(plan: Plan, change: PlanChange, nowMs: number): Plan {
  const placed = change.meetings.find(({ id }) => id === plan.id);
  if (placed === undefined) return plan;
  const { startsAtMs, endsAtMs } = placed;
  const next: Plan = { ...plan, startsAtMs, endsAtMs, version: plan.version + 1, updatedAtMs: nowMs };
  switch (change.kind) {
    case 'set': {
      const { state = plan.state } = change.fields;
      return withInvitedSpeakers({
        ...next,
        ...change.fields,
        announced: plan.announced || announces(state),
      });
    }
    case 'invite':
      return { ...next, invitations: invitedTo(plan, change.invited) };
    case 'ask-delegates': {
      const invitee = inviteeOf(change.invitee);
      const { delegates } = change;
      return {
        ...next,
        invitations: plan.invitations.map((each) =>
          inviteeOf(each) === invitee ? { ...each, delegates } : each,
        ),
      };
    }
    case 'withdraw':
      return withInvitedSpeakers({
        ...next,
        invitations: plan.invitations.filter((each) => inviteeOf(each) !== change.inviteeId),
      });
    case 'hand-over': {
      const from = inviteeOf(change.from);
      const invitations = invitedTo(plan, [change.to]).filter((each) => inviteeOf(each) !== from);
      const chairOrder = chairsHandedOver(plan.chairOrder, { from, to: inviteeOf(change.to) });
      return { ...next, chairOrder, agenda: change.agenda ?? plan.agenda, invitations };
    }
    case 'transfer':
      return { ...next, invitations: invitedTo(plan, change.invitation ? [change.invitation] : []) };
    case 'repeat':
      return { ...next, seriesId: change.series.id, occurrenceAtMs: plan.startsAtMs };
    default:
      return change satisfies never;
  }
}

/** A speaker that the meeting does not invite leaves the script. */
const withInvitedSpeakers = (plan: Plan): Plan => ({
  ...plan,
  agenda: withSpeakersAmong(plan.agenda, new Set(plan.invitations.map(inviteeOf))),
});

/** An invitee that is invited already keeps its invitation and its delegates, with the new role. */
function invitedTo(
  { invitations }: Plan,
  invited: readonly Omit<Invitation, 'id' | 'delegates'>[],
): Plan['invitations'] {
  const roles = new Map(invited.map((each) => [inviteeOf(each), each.role]));
  const before = new Set(invitations.map(inviteeOf));
  return [
    ...invitations.map((each) => ({ ...each, role: roles.get(inviteeOf(each)) ?? each.role })),
    ...invited.filter((each) => !before.has(inviteeOf(each))).map((each) => ({ ...each, delegates: [] })),
  ];
}

/** Whether a meeting that comes into this state tells its invitees of it. */
function announces(state: MeetingState): boolean {
  switch (state) {
    case 'draft':
    case 'submitted':
    case 'approved':
    case 'cancelled':
      return false;
    case 'scheduled':
    case 'rehearsal-open':
    case 'live':
    case 'ended':
    case 'closed':
      return true;
    default:
      return state satisfies never;
  }
}
