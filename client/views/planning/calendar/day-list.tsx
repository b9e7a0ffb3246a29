import type { JSX } from 'preact';
import { startOfDayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { MeetingSummary } from '../../../../protocol/rest/meetings/meetings.ts';
import { dayOf, timeOfDay } from '../../../i18n/formats.ts';
import { calendarWords } from './words.ts';
import { meetingStateTexts } from '../../../i18n/meeting-states.ts';
import { isArrow, meetingsOn, neighbour } from '../../../state/planning/calendar.ts';

interface DayListProps {
  readonly days: readonly string[];
  readonly today: string;
  readonly meetings: readonly MeetingSummary[];
  readonly onOpen: (meeting: MeetingSummary) => void;
}

/** The meetings of a month, day by day. Days without meetings are left out, except today. */
export function DayList({ days, today, meetings, onOpen }: DayListProps): JSX.Element {
  const held = days
    .map((day) => ({ day, meetings: meetingsOn(day, meetings) }))
    .filter(({ day, meetings }) => meetings.length > 0 || day === today);
  return (
    <div class="day-list">
      {held.map(({ day, meetings: onDay }) => (
        <section key={day} class={`day-list__day panel${day === today ? ' day-list__day--today' : ''}`}>
          <h2>
            {dayOf(startOfDayInVietnam(day))}{' '}
            {day === today && <span class="badge">{calendarWords().today}</span>}
          </h2>
          {onDay.length === 0 && <p class="muted">{calendarWords().none}</p>}
          <ul>
            {onDay.map((meeting) => (
              <li key={meeting.id} data-day={day}>
                <button
                  type="button"
                  class="day-list__meeting"
                  data-meeting={meeting.id}
                  onClick={() => onOpen(meeting)}
                  onKeyDown={(event) => {
                    if (!isArrow(event.key) || event.altKey) return;
                    event.preventDefault();
                    const next = neighbour(days, meetings, { day, id: meeting.id }, event.key);
                    if (!next) return;
                    event.currentTarget
                      .closest('.day-list')
                      ?.querySelector<HTMLElement>(`[data-day="${next.day}"] [data-meeting="${next.id}"]`)
                      ?.focus();
                  }}
                >
                  <span class="day-list__time">
                    {timeOfDay(meeting.startsAtMs)} – {timeOfDay(meeting.endsAtMs)}
                  </span>
                  <span class="day-list__title">
                    {meeting.title}
                    <small>{meeting.siteName}</small>
                  </span>
                  <span class={`badge badge--${meeting.state}`}>{meetingStateTexts()[meeting.state]}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {held.length === 0 && <p class="empty">{calendarWords().none}</p>}
    </div>
  );
}
