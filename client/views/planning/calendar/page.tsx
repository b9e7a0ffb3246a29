import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { MeetingSummary } from '../../../../protocol/rest/meetings/meetings.ts';
import { permits } from '../../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { titleWords } from '../../shared/titles.ts';
import { calendarWords } from './words.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { dayMs, daysShown, hourMs, instantAt, scales, startOfDay } from '../../../state/calendar.ts';
import type { Scale } from '../../../state/calendar.ts';
import { everyPage } from '../../../signaling/pages.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert, Button } from '../../shared/controls.tsx';
import type { Slot } from '../new-meeting.tsx';
import { usePolled } from '../../../hooks/polled.ts';
import { Link } from '../../shared/navigation.tsx';
import { Columns } from './columns.tsx';
import { DayList } from './day-list.tsx';
import { Month } from './month.tsx';
import { MovingBar } from './moving-bar.tsx';
import { useMoving } from './moving.ts';
import type { Moving } from './moving.ts';
import { Dialogs } from './dialogs.tsx';
import { Toolbar } from './toolbar.tsx';

const pollMs = 15_000;
const atOnce = 1_000;

interface CalendarPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The meetings that the account may see, by month, week or day or as a list; in Vietnam's time. */
export function CalendarPage({ session, account }: CalendarPageProps): JSX.Element {
  const { rest } = session;
  const today = dayInVietnam(Date.now());
  const [scale, setScale] = useState<Scale>('week');
  const [day, setDay] = useState(today);
  const [opened, setOpened] = useState<string>();
  const [slot, setSlot] = useState<Slot>();
  const days = daysShown(scale, day);
  const fromMs = startOfDay(days[0] ?? day);
  const toMs = startOfDay(days.at(-1) ?? day) + dayMs;
  const ask = useCallback(
    () =>
      everyPage(
        (page) => rest.call('meeting.list', { query: { fromMs, toMs, limit: atOnce, ...page } }),
        (before, next) => ({ ...next, meetings: [...before.meetings, ...next.meetings] }),
      ),
    [rest, fromMs, toMs],
  );
  const { value, error, refresh } = usePolled<'meeting.list'>(ask, pollMs);
  const moving = useMoving(rest, refresh);
  const { move } = moving;
  /** A meeting that moves out of the visible days takes the view along. */
  const following: Moving = {
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
  const open = ({ id }: MeetingSummary): void => setOpened(id);
  const openDay = (date: string): void => {
    setDay(date);
    setScale('day');
  };
  const shown = { days, today, meetings, onOpen: open };
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
              <Button look="primary" testId="new-meeting" onPress={() => setSlot(slotOn(day))}>
                {plannedMeetingWords().newMeeting}
              </Button>
            )}
          </div>
        </div>
        <Toolbar scales={scales} scale={scale} day={day} onScale={setScale} onDay={setDay} />
        {error && <Alert>{errorWords()[error]}</Alert>}
        {move && <MovingBar rest={rest} moving={following} move={move} />}
        {scale === 'month' && <Month {...shown} day={day} onDay={setDay} onOpenDay={openDay} />}
        {(scale === 'week' || scale === 'day') && (
          <Columns
            key={scale}
            {...shown}
            moving={following}
            onOpenDay={openDay}
            onPlan={mayPlan ? setSlot : undefined}
          />
        )}
        {scale === 'list' && <DayList {...shown} />}
        <p class="muted calendar__keys">
          {scale === 'month' ? calendarWords().monthKeys : calendarWords().keys}
        </p>
      </div>
      <Dialogs
        rest={rest}
        account={account}
        opened={opened}
        onOpen={setOpened}
        slot={slot}
        onPlan={setSlot}
        onChange={refresh}
      />
    </>
  );
}

/** A slot of two hours: today from the next full hour, on any other day from 08:00. */
function slotOn(day: string): Slot {
  const morning = instantAt(day, '08:00');
  const nextHour = (Math.floor(Date.now() / hourMs) + 1) * hourMs;
  const startsAtMs = dayInVietnam(nextHour) === day ? nextHour : morning;
  return { startsAtMs, endsAtMs: startsAtMs + 2 * hourMs, rooms: [] };
}
