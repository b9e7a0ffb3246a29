import { Failure } from '../../protocol/failure.ts';
import type { MeetingDetail } from '../../protocol/rest/meetings.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import type { Covered } from '../identity/scope.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import { summary } from './meeting-summary.ts';
import { Names } from './names.ts';
import { standingIn, type Standing } from './standing.ts';
import { known, type PlannedMeeting } from './stored-meeting.ts';

export type SeeingContext = ConstructorParameters<typeof Names>[0] & {
  readonly meetings: Pick<MeetingRepository, 'byId'>;
};

export type Seen = { readonly meeting: PlannedMeeting; readonly standing: Standing };

export type Seeing = ReturnType<typeof createSeeing>;

/** What of a meeting a caller sees. Outside its scope and invitations every meeting is `not-found`. */
export function createSeeing({ meetings, ...directory }: SeeingContext) {
  /** A meeting and what the caller is to it. @throws Failure `not-found` */
  const see = async (meetingId: string, caller: Caller): Promise<Seen> => {
    const stored = await meetings.byId(meetingId);
    const meeting = stored && known(stored);
    const standing = meeting && standingIn(meeting, caller, caller.scope);
    if (meeting === undefined || standing === undefined) throw new Failure('not-found');
    return { meeting, standing };
  };

  /**
   * Whoever sees a meeting only by invitation is told `not-found` by everything that plans it, too.
   * @throws Failure `not-found`, or `version-changed` where it is not the version that the caller knows
   */
  const seeToPlan = async (
    meetingId: string,
    caller: Caller,
    version?: number,
  ): Promise<Covered<PlannedMeeting>> => {
    const { meeting, standing } = await see(meetingId, caller);
    if (!standing.mayPlan) throw new Failure('not-found');
    if (version !== undefined && meeting.version !== version) throw new Failure('version-changed');
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
      agenda: [...meeting.agenda],
      recorded: meeting.recorded,
      invitations: (await names.invitations(meeting.invitations)).map((invitation) =>
        standing.mayPlan || invitation.inviteeId === subjectId(caller)
          ? invitation
          : { ...invitation, delegates: [] },
      ),
      self: standing,
    };
  };

  return { see, seeToPlan, detail };
}
