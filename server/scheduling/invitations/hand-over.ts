import type { z } from 'zod';
import type { handedOver } from '../../../protocol/rest/identity/accounts.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import type { Account, AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { Caller } from '../../identity/caller.ts';
import type { ApplyPlan } from '../planning/apply-plan.ts';
import type { ByPlanners } from '../planning/by-planners.ts';
import type { MeetingRepository } from '../planning/meeting-repository.ts';
import { type PlanRefused, refused, refuseIf } from '../planning/refused.ts';

export interface HandOverContext {
  readonly accounts: Pick<AccountRepository, 'byId'>;
  readonly meetings: Pick<MeetingRepository, 'list' | 'byId'>;
  readonly applyPlan: ApplyPlan;
  readonly byPlanners: ByPlanners;
}

type HandedOver = z.infer<typeof handedOver>;

/** A live meeting keeps its participants. */
const ahead: readonly MeetingState[] = ['draft', 'submitted', 'approved', 'scheduled', 'rehearsal-open'];

/** Gives the places of a person that leaves in coming meetings to another person. */
export function createHandOver({ accounts, meetings, applyPlan, byPlanners }: HandOverContext) {
  /**
   * Meetings one by one: what cannot be handed over keeps the first person, with the reason. Counts the meetings
   * of units that the caller does not administer, and tells nothing else of them.
   * @throws Failure `not-found` for an account outside the caller's subtree, and for a person to hand over to that
   *   is the same or cannot sign in
   */
  return async (fromAccountId: string, toAccountId: string, caller: Caller): Promise<HandedOver> => {
    const from = caller.scope.require(await accounts.byId(fromAccountId));
    const to = caller.scope.require(await accounts.byId(toAccountId));
    refuseIf(receiverRefusal(from, to));
    const moved: HandedOver['moved'] = [];
    const kept: HandedOver['kept'] = [];
    let outside = 0;
    for (const { id } of await meetings.list({ invitedAccountId: from.id, states: ahead })) {
      const meeting = await meetings.byId(id);
      const invitation = meeting?.invitations.find(({ accountId }) => accountId === from.id);
      if (meeting === undefined || invitation === undefined) continue;
      if (!caller.scope.has(meeting)) {
        outside += 1;
        continue;
      }
      const told = { id, title: meeting.title, startsAtMs: meeting.startsAtMs };
      const command = { type: 'hand-over' as const, invitationId: invitation.id, toAccountId: to.id };
      const invitable = new Set([to.id]);
      const given = await applyPlan(id, command, byPlanners(caller, 'any'), { invitable });
      if (given.ok) moved.push(told);
      else kept.push({ ...told, code: given.code });
    }
    return { moved, kept, outside };
  };
}

/** Refuses to hand over to the same person, or to one that cannot sign in. */
const receiverRefusal = (from: Account, to: Account): PlanRefused | undefined =>
  from.id === to.id || to.disabledAtMs !== null ? refused('not-found', 'no such account') : undefined;
