import type { JSX } from 'preact';
import { titleWords } from '../shared/titles.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type { MeetingDetail, MeetingSummary } from '../../../protocol/rest/meetings/meetings.ts';
import { dayOf, timeOfDay } from '../../i18n/formats.ts';
import { meetingStateTexts } from '../../i18n/meeting-states.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { seriesWords } from './series/words.ts';
import { planWords } from './words.ts';
import { emergencyWords } from './emergency-words.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Button } from '../shared/controls.tsx';
import { Link } from '../shared/navigation.tsx';
import { MeetingPlan } from './meeting-plan.tsx';

interface MeetingCardProps {
  readonly meeting: MeetingSummary & Pick<MeetingDetail, 'returnReason'>;
  /**
   * Number of further occurrences that the card represents: a step of its approval applies to all of them.
   */
  readonly others?: number;
  readonly rest: Rest;
  /** Whether the account serves meetings, and may see their readiness. */
  readonly mayFollow: boolean;
  readonly isOpened: boolean;
  readonly onToggle: () => void;
  readonly onChange: () => void;
  /** Shows another occurrence of the series. */
  readonly onOpen: (meetingId: string) => void;
}

export function MeetingCard({
  meeting,
  others = 0,
  rest,
  mayFollow,
  isOpened,
  onToggle,
  onChange,
  onOpen,
}: MeetingCardProps): JSX.Element {
  const { id, title, state, startsAtMs, endsAtMs, siteName } = meeting;
  const joinable = state === 'live' || state === 'scheduled' || state === 'rehearsal-open';
  const isToday = dayInVietnam(startsAtMs) === dayInVietnam(Date.now());
  return (
    <li class={`meeting meeting--${state}`} data-testid="meeting" data-meeting={id}>
      <div class="meeting__row">
        <div class="meeting__time">
          <time dateTime={new Date(startsAtMs).toISOString()}>{timeOfDay(startsAtMs)}</time>
          <span>{timeOfDay(endsAtMs)}</span>
        </div>
        <div class="meeting__about">
          <h3>{title}</h3>
          <p>
            <span class={`badge badge--${state}`} data-testid="meeting-state" data-state={state}>
              {meetingStateTexts()[state]}
            </span>
            {!isToday && <span>{dayOf(startsAtMs)}</span>}
            <span>{siteName}</span>
            {meeting.admission === 'lobby' && <span>{plannedMeetingWords().admissionLobby}</span>}
            {meeting.seriesId !== null && (
              <span>{meeting.departs ? seriesWords().departs : seriesWords().inSeries}</span>
            )}
            {others > 0 && <span>{planWords().moreOccurrences(others)}</span>}
            {state === 'draft' && meeting.returnReason !== null && (
              <span class="badge badge--sent-back">{planWords().isSentBack}</span>
            )}
            {meeting.emergency && <span class="badge badge--emergency">{emergencyWords().badge}</span>}
            {meeting.classification === 'classified' && (
              <span class="badge badge--classified">{plannedMeetingWords().classified}</span>
            )}
          </p>
        </div>
        <div class="meeting__buttons">
          <Button look="quiet" expanded={isOpened} onPress={onToggle} testId="meeting-details">
            {plannedMeetingWords().details}
          </Button>
          {mayFollow && joinable && (
            <Link to={`/meetings/${id}/readiness`} class="button button--quiet" testId="meeting-readiness">
              {titleWords().readiness}
            </Link>
          )}
          {joinable && (
            <Link
              to={`/meetings/${id}`}
              class={`button button--${state === 'live' ? 'primary' : 'plain'}`}
              testId="meeting-join"
            >
              {commonWords().join}
            </Link>
          )}
        </div>
      </div>
      {isOpened && (
        <MeetingPlan
          meetingId={id}
          rest={rest}
          initialReach={others > 0 ? 'all' : 'one'}
          onChange={onChange}
          onOpen={onOpen}
        />
      )}
    </li>
  );
}
