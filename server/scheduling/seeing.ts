import { Failure } from '../../protocol/failure.ts';
import type { MeetingDetail } from '../../protocol/rest/meetings.ts';
import type { Caller } from '../identity/caller.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import { summary } from './meeting-summary.ts';
import { Names } from './names.ts';
import { staffScope, standingIn, type Standing } from './standing.ts';
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
    const [stored, scope] = await Promise.all([
      meetings.byId(meetingId),
      staffScope(caller, directory.sites),
    ]);
    const meeting = stored && known(stored);
    const standing = meeting && standingIn(meeting, caller, scope);
    if (meeting === undefined || standing === undefined) throw new Failure('not-found');
    return { meeting, standing };
  };

  /**
   * Whoever sees a meeting only by invitation is told `not-found` by everything that plans it, too.
   * @throws Failure `not-found`, or `version-changed` where it is not the version that the caller knows
   */
  const seeToPlan = async (meetingId: string, caller: Caller, version?: number): Promise<PlannedMeeting> => {
    const { meeting, standing } = await see(meetingId, caller);
    if (!standing.mayPlan) throw new Failure('not-found');
    if (version !== undefined && meeting.version !== version) throw new Failure('version-changed');
    return meeting;
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
      cancelReason: meeting.cancelReason,
      agenda: [...meeting.agenda],
      invitations: await names.invitations(meeting.invitations),
      self: standing,
    };
  };

  return { see, seeToPlan, detail };
}
