import type { JSX } from 'preact';
import type { MeetingDetail, MeetingSummary } from '../../../protocol/rest/meetings/meetings.ts';
import { meetingStateTexts } from '../../i18n/meeting-states.ts';
import { emergencyWords } from './emergency/emergency-words.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { seriesWords } from './series/words.ts';
import { invitationWords } from './invitations/words.ts';
import { planWords } from './words.ts';

/** A meeting's state and what sets it apart, in a list and at the head of its page. */
export function MeetingBadges({
  meeting,
}: {
  readonly meeting: MeetingSummary & Pick<MeetingDetail, 'returnReason'> & { readonly toAnswer?: boolean };
}): JSX.Element {
  const { state, toAnswer = false } = meeting;
  return (
    <>
      <span class={`badge badge--${state}`} data-testid="meeting-state" data-state={state}>
        {meetingStateTexts()[state]}
      </span>
      {meeting.admission === 'lobby' && <span>{plannedMeetingWords().admissionLobby}</span>}
      {meeting.seriesId !== null && (
        <span>{meeting.departs ? seriesWords().departs : seriesWords().inSeries}</span>
      )}
      {state === 'draft' && meeting.returnReason !== null && (
        <span class="badge badge--sent-back">{planWords().isSentBack}</span>
      )}
      {toAnswer && (
        <span class="badge badge--to-answer" data-testid="meeting-to-answer">
          {invitationWords().toAnswer}
        </span>
      )}
      {meeting.emergency && <span class="badge badge--emergency">{emergencyWords().badge}</span>}
      {meeting.classification === 'classified' && (
        <span class="badge badge--classified">{plannedMeetingWords().classified}</span>
      )}
    </>
  );
}
