import {
  type KnownVersion,
  noFurtherFacts,
  type PlanChange,
} from '../../../domain/schedule/decide-plan/decision.ts';
import { evolvePlan, type Plan } from '../../../domain/schedule/decide-plan/evolve-plan.ts';
import { changeableWithin } from '../../../domain/schedule/decide-plan/reach.ts';
import { holds } from '../../../domain/schedule/holding.ts';
import { inviteeOf, type MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { Availability } from '../availability/availability.ts';
import { partyInvited } from '../availability/party.ts';
import type { Occurrences } from '../series/occurrences.ts';
import type { Authority } from './apply-plan.ts';

export interface ByPlannersContext {
  readonly seeing: Pick<VisibleMeetings, 'look'>;
  readonly occurrences: Occurrences;
  readonly availability: Pick<Availability, 'check' | 'checkAll'>;
}

export type ByPlanners = ReturnType<typeof createByPlanners>;

/** Commands of people, within their scope and by their rights in each meeting. */
export function createByPlanners({ seeing, occurrences, availability }: ByPlannersContext) {
  /** The clashes of a single meeting, and the times at which all invitees would be free. */
  const clashesOfOne = (plan: Plan, caller: Caller) => {
    const { moderators, others } = partyInvited(plan.invitations);
    const inviteeIds = heldBy(plan);
    const wish = { ...plan, inviteeIds, participants: moderators + others, moderators };
    return availability.check({ ...wish, exceptMeetingId: plan.id }, caller);
  };

  /** The meetings as the change would leave them. */
  const plansAfter = async (
    meeting: MeetingWithInvitations,
    change: PlanChange,
    nowMs: number,
  ): Promise<readonly Plan[]> => {
    if (change.kind === 'repeat') return change.later.map((place) => ({ ...meeting, ...place }));
    const invited = await occurrences.invitations(change.meetings);
    return change.meetings.map((each) =>
      evolvePlan({ ...each, invitations: invited.get(each.id) ?? [] }, change, nowMs),
    );
  };

  /** @param knows the version on which the caller decided; if `any`, a concurrent change is no reason to refuse */
  return (caller: Caller, knows: KnownVersion): Authority => ({
    accountId: accountOf(caller).id,
    scope: caller.scope,
    onConcurrentChange: knows === 'any' ? 'decide-again' : 'refuse',
    async look(meetingId) {
      const seen = await seeing.look(meetingId, caller);
      if (seen === undefined) return undefined;
      const { meeting, standing } = seen;
      return { meeting, actor: { mover: 'people', accountId: accountOf(caller).id, ...standing, knows } };
    },
    async facts(meeting, command, nowMs) {
      const others = await occurrences.planned(meeting, command.reach, caller.scope);
      if (command.type !== 'edit') return { ...noFurtherFacts, occurrences: others };
      const moving = changeableWithin(meeting, command.reach, others, nowMs);
      const { startsAtMs = meeting.startsAtMs, endsAtMs = meeting.endsAtMs } = command.edit;
      const moved = await occurrences.moved(meeting, { startsAtMs, endsAtMs }, moving);
      return { ...noFurtherFacts, occurrences: others, moved };
    },
    async explain(meeting, change, nowMs) {
      if (change.kind === 'set' && change.meetings.length === 1) {
        return clashesOfOne(evolvePlan(meeting, change, nowMs), caller);
      }
      const plans = await plansAfter(meeting, change, nowMs);
      const wishes = plans.map((plan) => ({ ...plan, inviteeIds: heldBy(plan) }));
      return { clashes: (await availability.checkAll(wishes, caller)).clashes };
    },
  });
}

/** The endpoints and people that the meeting holds. */
const heldBy = ({ invitations }: Plan): string[] => [...new Set(invitations.filter(holds).map(inviteeOf))];
