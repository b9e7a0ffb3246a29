import type { JSX } from 'preact';
import { titleWords } from '../shared/titles.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type { ListedMeeting, MeetingSummary } from '../../../protocol/rest/meetings/meetings.ts';
import { dayOf, timeOfDay } from '../../i18n/formats.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { planWords } from './words.ts';
import { commonWords } from '../../i18n/common.ts';
import { Link } from '../shared/navigation.tsx';
import { deskWords } from './desk/words.ts';
import { MeetingBadges } from './meeting-badges.tsx';
import { planPath } from '../shared/plan-path.ts';

interface MeetingCardProps {
  readonly meeting: ListedMeeting;
  /** Number of further occurrences that the card represents. */
  readonly others?: number;
  /** Below the page's title, or below a heading of the list. */
  readonly heading?: 'h2' | 'h3';
  /** Whether the account serves meetings, and may see their readiness. */
  readonly mayFollow: boolean;
}

/** A meeting in a list. */
export function MeetingCard({
  meeting,
  others = 0,
  heading: Heading = 'h3',
  mayFollow,
}: MeetingCardProps): JSX.Element {
  const { id, title, state, startsAtMs, endsAtMs, siteName } = meeting;
  const joinable = isJoinable(meeting);
  const isOver = state === 'ended' || state === 'closed';
  const isToday = dayInVietnam(startsAtMs) === dayInVietnam(Date.now());
  return (
    <li class={`meeting meeting--${state}`} data-testid="meeting" data-meeting={id}>
      <div class="meeting__row">
        <div class="meeting__time">
          <time dateTime={new Date(startsAtMs).toISOString()}>{timeOfDay(startsAtMs)}</time>
          <span>{timeOfDay(endsAtMs)}</span>
        </div>
        <div class="meeting__about">
          <Heading class="meeting__title">{title}</Heading>
          <p>
            <MeetingBadges meeting={meeting} />
            {!isToday && <span>{dayOf(startsAtMs)}</span>}
            <span>{siteName}</span>
            {others > 0 && <span>{planWords().moreOccurrences(others)}</span>}
          </p>
        </div>
        <div class="meeting__buttons">
          <Link
            to={isOver ? `${planPath(id)}#record` : planPath(id)}
            class="button button--quiet"
            testId="meeting-details"
          >
            {isOver ? deskWords().record : plannedMeetingWords().details}
          </Link>
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
    </li>
  );
}

/** Whether people may come to the meeting's page, where they wait until it is live. */
export const isJoinable = ({ state }: Pick<MeetingSummary, 'state'>): boolean =>
  state === 'live' || state === 'scheduled' || state === 'rehearsal-open';
