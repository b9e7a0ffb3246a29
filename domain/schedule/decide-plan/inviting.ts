import { inviteeOf, type Meeting, type MeetingWithInvitations } from '../meeting.ts';
import { changeable } from '../transitions.ts';
import type { InvitingCommand, PlanCommand } from './commands.ts';
import { accept, refuse, type PlanDecision, type PlanFacts } from './decision.ts';
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
    if (meeting.state !== 'live') return refuse('not-found');
    const { invitation, sentOver } = command;
    return accept({ kind: 'transfer', meetings: [meeting], invitation, sentOver });
  }
  if (changeable(meeting.state) === 'nothing') return refuse('wrong-phase');
  const others = changeableWithin(meeting, command.reach, facts.occurrences, now);
  if (command.type === 'invite') return decideInvite(meeting, command, others, facts);
  const invitation = meeting.invitations.find(({ id }) => id === command.invitationId);
  if (invitation === undefined) return refuse('not-found');
  return command.type === 'withdraw'
    ? accept({ kind: 'withdraw', meetings: [meeting, ...others], inviteeId: inviteeOf(invitation) })
    : accept({
        kind: 'ask-delegates',
        meetings: [meeting, ...others],
        invitee: { endpointId: invitation.endpointId, accountId: invitation.accountId },
        delegates: command.delegates,
      });
}

/** An invitee that is invited already gets the new role. */
function decideInvite(
  meeting: MeetingWithInvitations,
  { invitees, sent }: InvitingOf<'invite'>,
  others: readonly Meeting[],
  { invitable }: PlanFacts,
): PlanDecision {
  if (invitees.length === 0) return refuse('not-found', 'the selection contains no endpoint');
  const missing = invitees.find(({ inviteeId }) => !invitable.has(inviteeId));
  if (missing) return refuse('not-found', `no ${missing.kind} ${missing.inviteeId}`);
  const invited = invitees.map(({ kind, inviteeId, role }) => ({
    endpointId: kind === 'endpoint' ? inviteeId : null,
    accountId: kind === 'account' ? inviteeId : null,
    role,
    transferred: false,
  }));
  const inAll = new Set([...meeting.invitations, ...invited].map(inviteeOf)).size;
  return (
    seriesSizeRefusal(1 + others.length, inAll) ??
    accept({ kind: 'invite', meetings: [meeting, ...others], invited, sent })
  );
}
