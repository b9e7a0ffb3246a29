import {
  classification,
  meetingState,
  type Classification,
  type MeetingState,
} from '../../protocol/rest/meetings.ts';
import type { Meeting, MeetingWithInvitations } from './meeting-repository.ts';

/** Storage keeps the words of the rules as text; here they become words of the rules again. */
export type Known<M extends Meeting> = M & {
  readonly state: MeetingState;
  readonly classification: Classification;
};
export type PlannedMeeting = Known<MeetingWithInvitations>;

export const known = <M extends Meeting>(meeting: M): Known<M> => ({
  ...meeting,
  state: meetingState.parse(meeting.state),
  classification: classification.parse(meeting.classification),
});
