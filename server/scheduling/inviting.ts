import type { z } from 'zod';
import { changeable } from '../../domain/schedule/transitions.ts';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { Failure } from '../../protocol/failure.ts';
import type { MeetingDetail, newInvitations } from '../../protocol/rest/meetings.ts';
import type { InvitedSelection, invitationSelection } from '../../protocol/rest/selections.ts';
import type { Reach } from '../../protocol/rest/series.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import { scopeOf } from '../identity/authorize.ts';
import { accountOf, type Caller } from '../identity/caller.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Invitation, MeetingRepository } from './meeting-repository.ts';
import { createReach, type ReachContext } from './reach.ts';
import type { Seeing } from './seeing.ts';
import type { SelectionRepository } from './selection-repository.ts';
import type { PlannedMeeting } from './stored-meeting.ts';

export interface InvitingContext extends ReachContext {
  readonly seeing: Seeing;
  readonly meetings: Pick<MeetingRepository, 'removeInvitation'>;
  readonly selections: SelectionRepository;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
}

/** Who is invited to a meeting, and in which role. */
export function createInviting(context: InvitingContext) {
  const { meetings, series, selections, endpoints, accounts, sites, now } = context;
  const { seeToPlan, detail } = context.seeing;
  const reached = createReach(context);

  /** Adds invitations to a meeting and to those others that are reached; who is invited already gets the new role. */
  const add = async (
    meeting: PlannedMeeting,
    wanted: readonly Omit<Invitation, 'id'>[],
    caller: Caller,
    reach: Reach,
  ): Promise<void> => {
    if (changeable(meeting.state) === 'nothing') throw new Failure('wrong-phase');
    const all = [meeting, ...(await reached.others(meeting, reach))];
    await reached.keepAll(all, wanted, caller, () => series.inviteToAll(all, wanted, now()));
  };

  return {
    /**
     * Adds invitations; who is invited already gets the new role.
     * @throws Failure `not-found` where one of the invited is none, or outside the caller's subtree
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
      const scope = await scopeOf(accountOf(caller), sites);
      const idsOf = (kind: 'endpoint' | 'account'): readonly string[] =>
        invitations.filter((invitation) => invitation.kind === kind).map(({ inviteeId }) => inviteeId);
      const found = [
        ...(await endpoints.byIds(idsOf('endpoint'))).filter(({ retiredAtMs }) => retiredAtMs === null),
        ...(await Promise.all(idsOf('account').map((id) => accounts.byId(id)))).filter(
          (account) => account?.disabledAtMs === null,
        ),
      ];
      const usable = new Set(found.filter((one) => one && scope.covers(one.siteId)).map((one) => one?.id));
      const missing = invitations.find(({ inviteeId }) => !usable.has(inviteeId));
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

    /** Invites what the selection means on the meeting's day, in the caller's scope: outside it there is nothing to select. */
    async inviteSelection(
      meetingId: string,
      version: number,
      { role, ...selection }: z.output<typeof invitationSelection>,
      caller: Caller,
      reach: Reach = 'one',
    ): Promise<InvitedSelection> {
      const meeting = await seeToPlan(meetingId, caller, version);
      const { siteIds } = await scopeOf(accountOf(caller), sites);
      const endpointIds = await selections.resolve(selection, dayInVietnam(meeting.startsAtMs), siteIds);
      if (endpointIds.length === 0) throw new Failure('not-found', 'the selection means no endpoint');
      const wanted = endpointIds.map((endpointId) => ({
        endpointId,
        accountId: null,
        role,
        transferred: false,
      }));
      await add(meeting, wanted, caller, reach);
      const before = new Set(meeting.invitations.map(({ endpointId }) => endpointId));
      const added = endpointIds.filter((endpointId) => !before.has(endpointId)).length;
      return {
        ...(await detail(meetingId, caller)),
        selection: { endpoints: endpointIds.length, added },
      };
    },

    async withdrawInvitation(
      meetingId: string,
      version: number,
      invitationId: string,
      caller: Caller,
    ): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      if (changeable(meeting.state) === 'nothing') throw new Failure('wrong-phase');
      if (!meeting.invitations.some(({ id }) => id === invitationId)) throw new Failure('not-found');
      if (!(await meetings.removeInvitation(meetingId, version, invitationId, now()))) {
        throw new Failure('version-changed');
      }
      return detail(meetingId, caller);
    },
  };
}
