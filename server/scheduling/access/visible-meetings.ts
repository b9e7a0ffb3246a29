import { chairOrderOf } from '../../../domain/schedule/chairs.ts';
import { planningRefusal } from '../../../domain/schedule/decide-plan/decide-plan.ts';
import type { KnownVersion } from '../../../domain/schedule/decide-plan/decision.ts';
import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { roleNow } from '../../../domain/conference/role-now.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { type Caller, subjectId } from '../../identity/caller.ts';
import type { Covered } from '../../identity/covered.ts';
import { requireFound, refuseIf } from '../planning/refused.ts';
import type { LiveMeetings } from './live-meetings.ts';
import type { MeetingRepository } from '../planning/meeting-repository.ts';
import { summary } from '../planning/meeting-summary.ts';
import { Names } from './names.ts';
import { standingIn, type Standing } from './standing.ts';

export type VisibleMeetingsContext = ConstructorParameters<typeof Names>[0] & {
  readonly meetings: Pick<MeetingRepository, 'byId'>;
  readonly live: LiveMeetings;
};

export type Seen = { readonly meeting: MeetingWithInvitations; readonly standing: Standing };

/** A caller that takes part in a meeting now. */
export interface Attending {
  readonly meeting: MeetingWithInvitations;
  readonly role: Role;
  /** The meeting's conference while it is live. */
  readonly state: ConferenceState | undefined;
}

export type VisibleMeetings = ReturnType<typeof createVisibleMeetings>;

/** What a caller may see of meetings. A meeting outside its scope and invitations is `not-found`. */
export function createVisibleMeetings({ meetings, live, ...directory }: VisibleMeetingsContext) {
  /** A meeting and the caller's standing in it; undefined if the caller must not know of the meeting. */
  const look = async (meetingId: string, caller: Caller): Promise<Seen | undefined> => {
    const meeting = await meetings.byId(meetingId);
    if (meeting === undefined) return undefined;
    // A conference that never opened has removed no participant.
    const removed =
      meeting.openedAtMs === null ? undefined : await live.removedFrom([meetingId], subjectId(caller));
    const wasRemoved = removed?.has(meetingId) ?? false;
    const standing = standingIn(meeting, caller, await live.stateOf(meetingId), wasRemoved);
    return standing && { meeting, standing };
  };

  /** @throws Failure `not-found` */
  const see = async (meetingId: string, caller: Caller): Promise<Seen> =>
    requireFound(await look(meetingId, caller));

  /**
   * The check before access to a meeting's documents and to data about its participants.
   * @throws Failure `not-found` for a caller that does not take part in the meeting at this moment
   */
  const attend = async (meetingId: string, caller: Caller): Promise<Attending> => {
    const { meeting, standing } = await see(meetingId, caller);
    const state = await live.stateOf(meetingId);
    const role = requireFound(roleNow(standing.role ?? undefined, state, subjectId(caller)));
    return { meeting, role, state };
  };

  /**
   * The check before planning. A caller that sees the meeting only by invitation gets `not-found`, too.
   * @param knows the version on which the caller decided
   * @throws Failure `not-found`, or `version-changed` if the meeting has another version by now
   */
  const seeToPlan = async (
    meetingId: string,
    caller: Caller,
    knows: KnownVersion,
  ): Promise<Covered<MeetingWithInvitations>> => {
    const { meeting, standing } = await see(meetingId, caller);
    refuseIf(planningRefusal(meeting, { ...standing, knows }));
    return caller.scope.require(meeting);
  };

  const detail = async (meetingId: string, caller: Caller): Promise<MeetingDetail> => {
    const { meeting, standing } = await see(meetingId, caller);
    const names = new Names(directory);
    return {
      ...(await summary(meeting, names)),
      description: meeting.description,
      preparationMinutes: meeting.preparationMinutes,
      clearingMinutes: meeting.clearingMinutes,
      overridesClashes: meeting.overridesClashes,
      needsApproval: meeting.needsApproval,
      returnReason: meeting.returnReason,
      cancelReason: meeting.cancelReason,
      agenda: meeting.agenda.map((item) => ({ ...item, speakers: [...item.speakers] })),
      recorded: meeting.recorded,
      needsChair: meeting.needsChair,
      chairOrder: [...chairOrderOf(meeting)],
      invitations: (await names.invitations(meeting.invitations)).map((invitation) =>
        standing.mayPlan || invitation.inviteeId === subjectId(caller)
          ? invitation
          : { ...invitation, delegates: [] },
      ),
      self: standing,
    };
  };

  return { look, see, attend, seeToPlan, detail };
}
