import {
  classification,
  meetingState,
  type Classification,
  type MeetingState,
} from '../../../protocol/rest/meetings.ts';
import type { Meeting, MeetingWithInvitations } from './meeting-repository.ts';

/** A meeting from storage, with its plain-text state and classification parsed. */
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
