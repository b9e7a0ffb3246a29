import type { z } from 'zod';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type {
  AskedDelegate,
  MeetingDetail,
  newInvitations,
} from '../../../protocol/rest/meetings/meetings.ts';
import type {
  InvitedSelection,
  invitationSelection,
  selectionMeaning,
  selectionWish,
  SentSelectionView,
} from '../../../protocol/rest/meetings/selections.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { Invitees } from './invitees.ts';
import type { CommandMeeting, PlanTarget } from '../planning/command-meeting.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { createSelections } from './selections.ts';
import type { SelectionRepository } from './selection-repository.ts';

export interface InvitationsContext {
  readonly command: CommandMeeting;
  readonly seeing: VisibleMeetings;
  readonly invitees: Invitees;
  readonly selecting: ReturnType<typeof createSelections>;
  readonly selections: Pick<SelectionRepository, 'sent'>;
  readonly accounts: Pick<AccountRepository, 'byId'>;
  readonly now: () => number;
}

/** The use cases of inviting: who is invited to a meeting, and in which role. */
export function createInvitations(context: InvitationsContext) {
  const { command, selecting, selections, accounts, now } = context;
  const { seeToPlan } = context.seeing;
  return {
    /**
     * Adds invitations; an invitee that is invited already gets the new role.
     * @throws Failure `not-found` if an invitee does not exist or is outside the caller's subtree
     */
    async invite(
      target: PlanTarget,
      { invitations }: z.output<typeof newInvitations>,
      caller: Caller,
    ): Promise<MeetingDetail> {
      const usable = await context.invitees.usable(invitations, caller);
      const invitable = new Set(usable.map(({ inviteeId }) => inviteeId));
      return command(target, { type: 'invite', invitees: invitations }, caller, { invitable });
    },

    /**
     * Invites the endpoints that the selection means on the meeting's day, within the caller's scope, and
     * stores the list that was sent.
     */
    async inviteSelection(
      target: PlanTarget,
      { role, ...selection }: z.output<typeof invitationSelection>,
      caller: Caller,
    ): Promise<InvitedSelection> {
      const meeting = await seeToPlan(target.meetingId, caller, target.version);
      const day = dayInVietnam(meeting.startsAtMs);
      const endpointIds = await selecting.resolve(selection, day, caller.scope);
      const worded = await selecting.wording([selection], day, caller.scope);
      const sent = {
        sentByAccountId: accountOf(caller).id,
        sentAtMs: now(),
        role,
        worded: await worded(selection),
        endpointIds,
      };
      const invitees = endpointIds.map((inviteeId) => ({ kind: 'endpoint' as const, inviteeId, role }));
      const invitable = new Set(endpointIds);
      const detail = await command(target, { type: 'invite', invitees, sent }, caller, { invitable });
      const before = new Set(meeting.invitations.map(({ endpointId }) => endpointId));
      const added = endpointIds.filter((endpointId) => !before.has(endpointId)).length;
      return { ...detail, selection: { endpoints: endpointIds.length, added } };
    },

    /**
     * Counts the endpoints that a selection means, within the caller's scope.
     * @throws Failure `not-found` for a group outside it
     */
    async count(
      { atMs = now(), ...selection }: z.output<typeof selectionWish>,
      caller: Caller,
    ): Promise<z.infer<typeof selectionMeaning>> {
      return { endpoints: (await selecting.resolve(selection, dayInVietnam(atMs), caller.scope)).length };
    },

    /** The selections with which the meeting's invitations were sent. For planners of the meeting. */
    async sentSelections(meetingId: string, caller: Caller): Promise<SentSelectionView[]> {
      await seeToPlan(meetingId, caller, 'any');
      const sent = await selections.sent(meetingId);
      const senders = new Map(
        await Promise.all(
          [...new Set(sent.map(({ sentByAccountId }) => sentByAccountId))].map(
            async (id) => [id, (await accounts.byId(id))?.fullName ?? ''] as const,
          ),
        ),
      );
      return sent.map(({ sentByAccountId, sentAtMs, role, worded, endpointIds }) => ({
        ...worded,
        atMs: sentAtMs,
        by: senders.get(sentByAccountId) ?? '',
        role,
        endpointIds: [...endpointIds],
      }));
    },

    /** Replaces the delegates that an invitation asks for. */
    askDelegates: (
      target: PlanTarget,
      invitationId: string,
      delegates: readonly AskedDelegate[],
      caller: Caller,
    ) => command(target, { type: 'ask-delegates', invitationId, delegates }, caller),

    /** Withdraws the invitation, and those of the same endpoint or account to other meetings in reach. */
    withdrawInvitation: (target: PlanTarget, invitationId: string, caller: Caller) =>
      command(target, { type: 'withdraw', invitationId }, caller),
  };
}
