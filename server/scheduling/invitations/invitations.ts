import type { z } from 'zod';
import { changeable } from '../../../domain/schedule/transitions.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { Failure } from '../../../protocol/failure.ts';
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
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { Covered } from '../../identity/covered.ts';
import type { Invitees } from './invitees.ts';
import type { Invitation, MeetingWithInvitations } from '../planning/meeting-repository.ts';
import { createReach, inviteeOf, type ReachContext } from '../series/reach.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { createSelections } from './selections.ts';
import { requireSeriesSize } from '../series/series-size.ts';
import type { SelectionRepository, SentSelection } from './selection-repository.ts';

export interface InvitationsContext extends ReachContext {
  readonly seeing: VisibleMeetings;
  readonly invitees: Invitees;
  readonly selecting: ReturnType<typeof createSelections>;
  readonly selections: Pick<SelectionRepository, 'sent'>;
  readonly accounts: Pick<AccountRepository, 'byId'>;
}

/** The use cases of inviting: who is invited to a meeting, and in which role. */
export function createInvitations(context: InvitationsContext) {
  const { series, selecting, selections, accounts, now } = context;
  const { seeToPlan, detail } = context.seeing;
  const reached = createReach(context);

  /**
   * Adds invitations to a meeting and to the others in reach; an invitee that is invited already gets the new
   * role.
   */
  const add = async (
    meeting: Covered<MeetingWithInvitations>,
    wanted: readonly Omit<Invitation, 'id' | 'delegates'>[],
    caller: Caller,
    reach: Reach,
    sent?: SentSelection,
  ): Promise<void> => {
    if (changeable(meeting.state) === 'nothing') throw new Failure('wrong-phase');
    const all = [meeting, ...(await reached.changeable(meeting, reach, caller))];
    const invited = new Set([...meeting.invitations, ...wanted].map(inviteeOf));
    requireSeriesSize(all.length, invited.size);
    const { id: by } = accountOf(caller);
    await reached.keepAll(all, wanted, caller, () => series.inviteToAll(all, wanted, now(), by, sent));
  };

  /** @throws Failure `not-found` if the meeting has no such invitation, `version-changed`, `wrong-phase` */
  const seeInvitation = async (
    meetingId: string,
    version: number,
    invitationId: string,
    caller: Caller,
  ): Promise<{ readonly meeting: Covered<MeetingWithInvitations>; readonly invitation: Invitation }> => {
    const meeting = await seeToPlan(meetingId, caller, version);
    if (changeable(meeting.state) === 'nothing') throw new Failure('wrong-phase');
    const invitation = meeting.invitations.find(({ id }) => id === invitationId);
    if (invitation === undefined) throw new Failure('not-found');
    return { meeting, invitation };
  };

  return {
    /**
     * Adds invitations; an invitee that is invited already gets the new role.
     * @throws Failure `not-found` if an invitee does not exist or is outside the caller's subtree
     */
    async invite(
      meetingId: string,
      version: number,
      { invitations }: z.output<typeof newInvitations>,
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      if (changeable(meeting.state) === 'nothing') throw new Failure('wrong-phase');
      const usable = await context.invitees.usable(invitations, caller);
      const missing = invitations.find((invitation) => !usable.includes(invitation));
      if (missing) throw new Failure('not-found', `no ${missing.kind} ${missing.inviteeId}`);
      const wanted = invitations.map(({ kind, inviteeId, role }) => ({
        endpointId: kind === 'endpoint' ? inviteeId : null,
        accountId: kind === 'account' ? inviteeId : null,
        role,
        transferred: false,
      }));
      await add(meeting, wanted, caller, reach);
      return detail(meetingId, caller);
    },

    /**
     * Invites the endpoints that the selection means on the meeting's day, within the caller's scope, and
     * stores the list that was sent.
     */
    async inviteSelection(
      meetingId: string,
      version: number,
      { role, ...selection }: z.output<typeof invitationSelection>,
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<InvitedSelection> {
      const meeting = await seeToPlan(meetingId, caller, version);
      const account = accountOf(caller);
      const day = dayInVietnam(meeting.startsAtMs);
      const endpointIds = await selecting.resolve(selection, day, caller.scope);
      if (endpointIds.length === 0) throw new Failure('not-found', 'the selection contains no endpoint');
      const wanted = endpointIds.map((endpointId) => ({
        endpointId,
        accountId: null,
        role,
        transferred: false,
      }));
      const worded = await selecting.wording([selection], day, caller.scope);
      await add(meeting, wanted, caller, reach, {
        sentByAccountId: account.id,
        sentAtMs: now(),
        role,
        worded: await worded(selection),
        endpointIds,
      });
      const before = new Set(meeting.invitations.map(({ endpointId }) => endpointId));
      const added = endpointIds.filter((endpointId) => !before.has(endpointId)).length;
      return {
        ...(await detail(meetingId, caller)),
        selection: { endpoints: endpointIds.length, added },
      };
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
      await seeToPlan(meetingId, caller);
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

    /**
     * Replaces the delegates that an invitation asks for.
     * @throws Failure `not-found`, `version-changed`, `wrong-phase`
     */
    async askDelegates(
      meetingId: string,
      version: number,
      invitationId: string,
      delegates: readonly AskedDelegate[],
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<MeetingDetail> {
      const { meeting, invitation } = await seeInvitation(meetingId, version, invitationId, caller);
      const all = [meeting, ...(await reached.changeable(meeting, reach, caller))];
      const { id: by } = accountOf(caller);
      await reached.keepAll(all, [], caller, () =>
        series.askDelegates(all, invitation, delegates, now(), by),
      );
      return detail(meetingId, caller);
    },

    /** Withdraws the invitation, and those of the same endpoint or account to other meetings in reach. */
    async withdrawInvitation(
      meetingId: string,
      version: number,
      invitationId: string,
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<MeetingDetail> {
      const { meeting, invitation } = await seeInvitation(meetingId, version, invitationId, caller);
      const all = [meeting, ...(await reached.changeable(meeting, reach, caller))];
      const { id: by } = accountOf(caller);
      if (!(await series.withdrawFromAll(all, inviteeOf(invitation), now(), by))) {
        throw new Failure('version-changed');
      }
      return detail(meetingId, caller);
    },
  };
}
