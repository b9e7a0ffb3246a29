import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { startOfDayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { MeetingSummary } from '../../../../protocol/rest/meetings/meetings.ts';
import { dayOf, timeOfDay, weekdayOf } from '../../../i18n/formats.ts';
import { calendarWords } from './words.ts';
import { meetingStateTexts } from '../../../i18n/meeting-states.ts';
import { titleWords } from '../../shared/titles.ts';
import { daysLater, daysOf, isArrow, meetingsOn } from '../../../state/planning/calendar.ts';

const shownPerDay = 3;

interface MonthProps {
  /** Whole weeks. */
  readonly days: readonly string[];
  /** The day that the keyboard is on; its month is the one shown. */
  readonly day: string;
  readonly today: string;
  readonly meetings: readonly MeetingSummary[];
  readonly onDay: (day: string) => void;
  readonly onOpenDay: (day: string) => void;
  readonly onOpen: (meeting: MeetingSummary) => void;
}

export function Month({ days, day, today, meetings, ...on }: MonthProps): JSX.Element {
  const grid = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  useLayoutEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
    byKey.current = false;
  }, [day]);
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  const cell = (date: string): JSX.Element => {
    const held = meetingsOn(date, meetings);
    const isCurrent = date === day;
    const label = [
      dayOf(startOfDayInVietnam(date)),
      date === today && calendarWords().isToday,
      calendarWords().count(held.length),
    ];
    return (
      <div
        key={date}
        role="gridcell"
        class={`month__day${date === today ? ' month__day--today' : ''}${
          date.slice(0, 7) === day.slice(0, 7) ? '' : ' month__day--other'
        }`}
        data-day={date}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={label.filter(Boolean).join(', ')}
        aria-current={date === today ? 'date' : undefined}
        onFocus={() => on.onDay(date)}
        onDblClick={() => on.onOpenDay(date)}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return;
          if (event.key === 'Enter') on.onOpenDay(date);
          else if (isArrow(event.key) && !event.altKey) {
            byKey.current = true;
            on.onDay(daysLater(date, daysOf(event.key)));
          } else return;
          event.preventDefault();
        }}
      >
        <span class="month__date">
          {Number(date.slice(8))}
          {date === today && <small> {calendarWords().today}</small>}
        </span>
        {held.slice(0, held.length > shownPerDay ? shownPerDay - 1 : shownPerDay).map((meeting) => (
          <button
            key={meeting.id}
            type="button"
            class={`month__meeting slot--${meeting.state}`}
            tabIndex={isCurrent ? 0 : -1}
            data-meeting={meeting.id}
            title={`${timeOfDay(meeting.startsAtMs)} ${meeting.title} (${meetingStateTexts()[meeting.state]})`}
            onClick={() => on.onOpen(meeting)}
          >
            <span class="month__time">{timeOfDay(meeting.startsAtMs)}</span> {meeting.title}
            <small>{meetingStateTexts()[meeting.state]}</small>
          </button>
        ))}
        {held.length > shownPerDay && (
          <button
            type="button"
            class="month__more"
            tabIndex={isCurrent ? 0 : -1}
            onClick={() => on.onOpenDay(date)}
          >
            {calendarWords().more(held.length - shownPerDay + 1)}
          </button>
        )}
        {held.length > 0 && (
          <span class="month__count" aria-hidden="true">
            {held.length}
          </span>
        )}
      </div>
    );
  };
  return (
    <div ref={grid} class="month panel" role="grid" aria-label={titleWords().calendar}>
      <div role="row" class="month__week month__head">
        {days.slice(0, 7).map((date) => (
          <span key={date} role="columnheader">
            {weekdayOf(startOfDayInVietnam(date))}
          </span>
        ))}
      </div>
      {weeks.map((week) => (
        <div key={week[0]} role="row" class="month__week">
          {week.map(cell)}
        </div>
      ))}
    </div>
  );
}
