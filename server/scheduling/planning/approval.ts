import { Failure } from '../../../protocol/failure.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { Steps } from './steps.ts';

/** Meetings that ask for approval: submitted, then approved or sent back. */
export function createApproval({ see, seeToPlan, detail }: VisibleMeetings, { act }: Steps) {
  return {
    /**
     * A submitted meeting holds its rooms.
     * @throws Failure `not-found`, `version-changed`, `wrong-phase`, `clash`, `no-capacity`
     */
    async submit(meetingId: string, version: number, caller: Caller, reach: Reach): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      const submittedByAccountId = accountOf(caller).id;
      await act(meeting, 'submit', caller, reach, { submittedByAccountId, returnReason: null });
      return detail(meetingId, caller);
    },

    /**
     * @throws Failure `not-found`, `version-changed`, `wrong-phase`, `forbidden` for a planner that may not
     *   approve it
     */
    async approve(meetingId: string, version: number, caller: Caller, reach: Reach): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      const { standing } = await see(meetingId, caller);
      if (!standing.mayApprove)
        throw new Failure('forbidden', 'approval needs another person, from a unit above');
      const { id } = accountOf(caller);
      await act(
        meeting,
        'approve',
        caller,
        reach,
        {},
        ({ submittedByAccountId }) => submittedByAccountId !== id,
      );
      return detail(meetingId, caller);
    },

    /**
     * Makes the meeting a draft again. Open to every planner: one that may approve it, or one that wants to
     * change it.
     */
    async sendBack(
      meetingId: string,
      version: number,
      reason: string,
      caller: Caller,
      reach: Reach,
    ): Promise<MeetingDetail> {
      const meeting = await seeToPlan(meetingId, caller, version);
      await act(meeting, 'send-back', caller, reach, { returnReason: reason });
      return detail(meetingId, caller);
    },
  };
}
