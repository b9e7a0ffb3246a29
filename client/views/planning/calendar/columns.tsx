import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { startOfDayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { MeetingSummary } from '../../../../protocol/rest/meetings/meetings.ts';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import { meetingStateTexts } from '../../../i18n/meeting-states.ts';
import { calendarWords } from './words.ts';
import { dayMs, hourMs, isArrow, laidOut, neighbour, shiftOf } from '../../../state/planning/calendar.ts';
import type { Laid, MeetingOnDay } from '../../../state/planning/calendar.ts';
import type { ChosenSlot } from '../plan-form/new-meeting.tsx';
import { useDragged } from './dragged.ts';
import { movedMeeting } from './moving.ts';
import type { MeetingMover } from './moving.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const firstHourInSight = 7;
const percentOfDay = (minutes: number): string => `${(minutes / 1_440) * 100}%`;

interface ColumnsProps {
  readonly days: readonly string[];
  readonly today: string;
  readonly meetings: readonly MeetingSummary[];
  readonly moving: MeetingMover;
  readonly onOpen: (meeting: MeetingSummary) => void;
  readonly onOpenDay: (day: string) => void;
  /** Left out for accounts that plan nothing. */
  readonly onPlan?: ((slot: ChosenSlot) => void) | undefined;
}

/**
 * One day or a week, hour by hour. Overlapping meetings are side by side; they move by
 * dragging or by the keyboard.
 */
export function Columns({ days, today, meetings, moving, ...on }: ColumnsProps): JSX.Element {
  const { move } = moving;
  const shown = meetings.map((meeting) => (move?.meeting.id === meeting.id ? movedMeeting(move) : meeting));
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<MeetingOnDay>();
  const drag = useDragged(days, moving);

  useEffect(() => {
    const view = scroller.current;
    if (!view) return;
    view.scrollTop = (view.scrollHeight * firstHourInSight) / 24;
    // On a telephone a week is wider than the screen.
    const [monday, now] = [days[0], today].map((day) =>
      view.querySelector<HTMLElement>(`[data-day="${day}"]`),
    );
    if (monday && now) view.scrollLeft = now.offsetLeft - monday.offsetLeft;
  }, []);
  const focus = ({ day, id }: MeetingOnDay): void =>
    scroller.current?.querySelector<HTMLElement>(`[data-day="${day}"] [data-meeting="${id}"]`)?.focus();
  // A meeting that moves into another day's column becomes another element: the focus follows it.
  const followed = useRef<string | undefined>(undefined);
  const focusMeeting = (id: string): void =>
    scroller.current?.querySelector<HTMLElement>(`[data-meeting="${id}"]`)?.focus();
  useLayoutEffect(() => {
    if (!move) return;
    followed.current = move.meeting.id;
    focusMeeting(move.meeting.id);
  }, [move?.startsAtMs, move?.meeting.id]);
  useLayoutEffect(() => {
    if (followed.current !== undefined && document.activeElement === document.body)
      focusMeeting(followed.current);
  });

  const all = days.map((day) => ({ day, laid: laidOut(day, shown) }));
  const first = all.find(({ laid }) => laid.length > 0);
  const isShown = all.some(
    ({ day, laid }) => day === current?.day && laid.some(({ meeting }) => meeting.id === current.id),
  );
  const tabStop = isShown ? current : first && { day: first.day, id: first.laid[0]?.meeting.id };

  const pressed = (event: KeyboardEvent, day: string, meeting: MeetingSummary): void => {
    const { key } = event;
    if (isArrow(key) && event.altKey) moving.to(original(meeting), meeting.startsAtMs + shiftOf(key));
    else if (isArrow(key)) {
      const next = neighbour(days, shown, { day, id: meeting.id }, key);
      if (next) focus(next);
    } else if (move && key === 'Enter') moving.keep();
    else if (move && key === 'Escape') moving.giveUp();
    else return;
    event.preventDefault();
  };
  /** The meeting as the server has it, even while it is being moved. */
  const original = (meeting: MeetingSummary): MeetingSummary =>
    meetings.find(({ id }) => id === meeting.id) ?? meeting;

  const block = (day: string, { meeting, fromMinute, toMinute, lane, lanes }: Laid<MeetingSummary>) => {
    const isMoving = move?.meeting.id === meeting.id;
    const when = `${timeOfDay(meeting.startsAtMs)} – ${timeOfDay(meeting.endsAtMs)}`;
    return (
      <button
        key={meeting.id}
        type="button"
        class={`slot slot--${meeting.state}${isMoving ? ' slot--moving' : ''}`}
        style={{
          top: percentOfDay(fromMinute),
          height: percentOfDay(toMinute - fromMinute),
          left: `${(lane / lanes) * 100}%`,
          width: `${100 / lanes}%`,
        }}
        tabIndex={tabStop?.day === day && tabStop.id === meeting.id ? 0 : -1}
        data-meeting={meeting.id}
        title={`${when} ${meeting.title}`}
        onFocus={() => {
          if (followed.current !== meeting.id) followed.current = undefined;
          setCurrent({ day, id: meeting.id });
        }}
        onKeyDown={(event) => pressed(event, day, meeting)}
        onPointerDown={(event) => drag.begin(event, original(meeting), meeting.startsAtMs)}
        onTouchMove={drag.hold}
        onContextMenu={drag.hold}
        onClick={() => on.onOpen(original(meeting))}
      >
        <strong>{meeting.title}</strong>
        <span>{when}</span>
        <small>
          {meetingStateTexts()[meeting.state]} · {meeting.siteName}
        </small>
      </button>
    );
  };

  return (
    <div class={`columns panel columns--${days.length === 1 ? 'day' : 'week'}`} data-testid="columns">
      <div class="columns__scroller" ref={scroller}>
        <div class="columns__head">
          <span />
          {days.map((day) => (
            <button
              key={day}
              type="button"
              class={`columns__day${day === today ? ' columns__day--today' : ''}`}
              aria-current={day === today ? 'date' : undefined}
              onClick={() => on.onOpenDay(day)}
            >
              {shortDayOf(startOfDayInVietnam(day))}
              {day === today && <small>{calendarWords().today}</small>}
            </button>
          ))}
        </div>
        <div class="columns__body">
          <div class="columns__hours" aria-hidden="true">
            {hours.map((hour) => (
              <span key={hour}>{String(hour).padStart(2, '0')}:00</span>
            ))}
          </div>
          {all.map(({ day, laid }) => (
            // For the keyboard, the page's button plans a meeting on the shown day.
            <div
              key={day}
              class="columns__column"
              data-day={day}
              onClick={(event) => {
                if (event.target !== event.currentTarget || !on.onPlan) return;
                const { top, height } = event.currentTarget.getBoundingClientRect();
                const share = (event.clientY - top) / height;
                const startsAtMs = startOfDayInVietnam(day) + Math.floor((share * dayMs) / hourMs) * hourMs;
                on.onPlan({ startsAtMs, endsAtMs: startsAtMs + hourMs, rooms: [] });
              }}
            >
              {laid.map((each) => block(day, each))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
