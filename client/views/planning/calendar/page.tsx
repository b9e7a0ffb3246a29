import type { JSX } from 'preact';
import { signal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { MeetingSummary } from '../../../../protocol/rest/meetings/meetings.ts';
import { permits } from '../../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { titleWords } from '../../shared/titles.ts';
import { calendarWords } from './words.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { instantAt, offeredStartMs, scales, usualLengthMs } from '../../../state/planning/calendar.ts';
import type { Scale } from '../../../state/planning/calendar.ts';
import { everyPage } from '../../../signaling/pages.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert, Button } from '../../shared/controls.tsx';
import type { ChosenSlot } from '../plan-form/new-meeting.tsx';
import { usePolled } from '../../../hooks/polled.ts';
import { Link, navigate } from '../../shared/navigation.tsx';
import { Columns } from './columns.tsx';
import { DayList } from './day-list.tsx';
import { Month } from './month.tsx';
import { MovingBar } from './moving-bar.tsx';
import { useMoving } from './moving.ts';
import type { MeetingMover } from './moving.ts';
import { planPath } from '../../shared/plan-path.ts';
import { usePlanningDialog } from './planning-dialog.tsx';
import { type ShownDays, useShownDays } from './shown-days.ts';
import { Toolbar } from './toolbar.tsx';

const pollMs = 15_000;
const atOnce = 1_000;

/** Kept outside the page, so that the way back from a meeting leads to the same days. */
const shown = signal<ShownDays<Scale>>({ scale: 'week' });

interface CalendarPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The meetings that the account may see, by month, week or day or as a list; in Vietnam's time. */
export function CalendarPage({ session, account }: CalendarPageProps): JSX.Element {
  const { rest } = session;
  const { today, scale, setScale, day, setDay, days, fromMs, toMs } = useShownDays(shown);
  const ask = useCallback(
    () =>
      everyPage(
        (page) => rest.call('meeting.list', { query: { fromMs, toMs, limit: atOnce, ...page } }),
        (before, next) => ({ ...next, meetings: [...before.meetings, ...next.meetings] }),
      ),
    [rest, fromMs, toMs],
  );
  const { value, error, refresh } = usePolled<'meeting.list'>(ask, pollMs);
  const { planMeeting, dialog } = usePlanningDialog(rest, account);
  const moving = useMoving(rest, refresh);
  const { move } = moving;
  /** A meeting that moves out of the visible days takes the view along. */
  const following: MeetingMover = {
    ...moving,
    to(meeting, startsAtMs) {
      moving.to(meeting, startsAtMs);
      const there = dayInVietnam(startsAtMs);
      if (!days.includes(there)) setDay(there);
    },
  };
  const listed = value?.meetings ?? [];
  const meetings =
    move && listed.every(({ id }) => id !== move.meeting.id) ? [...listed, move.meeting] : listed;
  const mayPlan = permits('meeting.plan', account.kind);
  const openDay = (date: string): void => {
    setDay(date);
    setScale('day');
  };
  const view = {
    days,
    today,
    meetings,
    onOpen: ({ id }: MeetingSummary) => navigate(planPath(id)),
  };
  return (
    <>
      <div class="calendar" data-testid="calendar">
        <div class="heading">
          <h1>{titleWords().calendar}</h1>
          <div class="calendar__steps">
            {permits('endpoint.read', account.kind) && (
              <Link to="/calendar/rooms" class="button button--plain" testId="calendar-rooms">
                {titleWords().rooms}
              </Link>
            )}
            {mayPlan && (
              <Button look="primary" testId="new-meeting" onPress={() => planMeeting(slotOn(day))}>
                {plannedMeetingWords().newMeeting}
              </Button>
            )}
          </div>
        </div>
        <Toolbar scales={scales} scale={scale} day={day} onScale={setScale} onDay={setDay} />
        {error && <Alert>{errorWords()[error]}</Alert>}
        {move && <MovingBar rest={rest} moving={following} move={move} />}
        {scale === 'month' && <Month {...view} day={day} onDay={setDay} onOpenDay={openDay} />}
        {(scale === 'week' || scale === 'day') && (
          <Columns
            key={scale}
            {...view}
            moving={following}
            onOpenDay={openDay}
            onPlan={mayPlan ? planMeeting : undefined}
          />
        )}
        {scale === 'list' && <DayList {...view} />}
        <p class="muted calendar__keys">
          {scale === 'month' ? calendarWords().monthKeys : calendarWords().keys}
        </p>
      </div>
      {dialog}
    </>
  );
}

/** A slot of two hours: today from the hour that is offered, on any other day from 08:00. */
function slotOn(day: string): ChosenSlot {
  const morning = instantAt(day, '08:00');
  const offered = offeredStartMs(Date.now());
  const startsAtMs = dayInVietnam(offered) === day ? offered : morning;
  return { startsAtMs, endsAtMs: startsAtMs + usualLengthMs, rooms: [] };
}
