import type { Role } from '../../../protocol/roles.ts';
import { type Invitation, inviteeOf, type Meeting, type MeetingWithInvitations } from '../meeting.ts';
import { handedOn } from '../script.ts';
import { changeable } from '../transitions.ts';
import type { InvitingCommand, PlanCommand } from './commands.ts';
import { acceptPlan, refusePlan, type PlanDecision, type PlanFacts } from './decision.ts';
import { seriesSizeRefusal } from './limits.ts';
import { changeableWithin } from './reach.ts';

type InvitingOf<Type extends InvitingCommand['type']> = Extract<PlanCommand, { readonly type: Type }>;

/** Who is invited, and in which role. */
export function decideInviting(
  meeting: MeetingWithInvitations,
  command: InvitingOf<InvitingCommand['type']>,
  facts: PlanFacts,
  now: number,
): PlanDecision {
  if (command.type === 'transfer') {
    // A meeting that was just cancelled accepts no transfers.
    if (meeting.state !== 'live') return refusePlan('not-found');
    const { invitation, sentOver } = command;
    return acceptPlan({ kind: 'transfer', meetings: [meeting], invitation, sentOver });
  }
  if (changeable(meeting.state) === 'nothing') return refusePlan('wrong-phase');
  const others = changeableWithin(meeting, command.reach, facts.occurrences, now);
  if (command.type === 'invite') return decideInvite(meeting, command, others, facts);
  const invitation = meeting.invitations.find(({ id }) => id === command.invitationId);
  if (invitation === undefined) return refusePlan('not-found');
  if (command.type === 'hand-over') return decideHandOver(meeting, invitation, command.toAccountId, facts);
  return command.type === 'withdraw'
    ? acceptPlan({ kind: 'withdraw', meetings: [meeting, ...others], inviteeId: inviteeOf(invitation) })
    : acceptPlan({
        kind: 'ask-delegates',
        meetings: [meeting, ...others],
        invitee: { endpointId: invitation.endpointId, accountId: invitation.accountId },
        delegates: command.delegates,
      });
}

/** A person that is in the meeting already has the higher of both roles afterwards; 0 is the highest. */
const rankOf: Readonly<Record<Role, number>> = {
  chair: 0,
  secretary: 1,
  operator: 2,
  delegate: 3,
  observer: 4,
  recorder: 5,
};

/**
 * One change: an invitation and a withdrawal one after the other would leave the meeting with two chairs, or
 * without the person that leaves, if the second of them fails.
 */
function decideHandOver(
  meeting: MeetingWithInvitations,
  from: Invitation,
  toAccountId: string,
  { invitable }: PlanFacts,
): PlanDecision {
  if (!invitable.has(toAccountId)) return refusePlan('not-found', `no account ${toAccountId}`);
  if (from.accountId === toAccountId) return refusePlan('invalid-request', 'it is this place already');
  const held = meeting.invitations.find(({ accountId }) => accountId === toAccountId)?.role ?? from.role;
  const role = rankOf[from.role] < rankOf[held] ? from.role : held;
  const to = { endpointId: null, accountId: toAccountId, role, transferred: false };
  const agenda = handedOn(meeting.agenda, inviteeOf(from), toAccountId);
  return acceptPlan({ kind: 'hand-over', meetings: [meeting], from, to, agenda });
}

/** An invitee that is invited already gets the new role. */
function decideInvite(
  meeting: MeetingWithInvitations,
  { invitees, sent }: InvitingOf<'invite'>,
  others: readonly Meeting[],
  { invitable }: PlanFacts,
): PlanDecision {
  if (invitees.length === 0) return refusePlan('not-found', 'the selection contains no endpoint');
  const missing = invitees.find(({ inviteeId }) => !invitable.has(inviteeId));
  if (missing) return refusePlan('not-found', `no ${missing.kind} ${missing.inviteeId}`);
  const invited = invitees.map(({ kind, inviteeId, role }) => ({
    endpointId: kind === 'endpoint' ? inviteeId : null,
    accountId: kind === 'account' ? inviteeId : null,
    role,
    transferred: false,
  }));
  const inAll = new Set([...meeting.invitations, ...invited].map(inviteeOf)).size;
  return (
    seriesSizeRefusal(1 + others.length, inAll) ??
    acceptPlan({ kind: 'invite', meetings: [meeting, ...others], invited, sent })
  );
}
