import {
  classification,
  meetingState,
  type Classification,
  type MeetingState,
} from '../../../protocol/rest/meetings/meetings.ts';
import type { Meeting, MeetingWithInvitations } from './meeting-repository.ts';

/** A meeting from storage, with its plain-text state and classification parsed. */
export type Parsed<M extends Meeting> = M & {
  readonly state: MeetingState;
  readonly classification: Classification;
};
export type PlannedMeeting = Parsed<MeetingWithInvitations>;

export const known = <M extends Meeting>(meeting: M): Parsed<M> => ({
  ...meeting,
  state: meetingState.parse(meeting.state),
  classification: classification.parse(meeting.classification),
});
