import type { JSX } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import { permits } from '../../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { calendarWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { dayMs, daysShown, startOfDay } from '../../../state/calendar.ts';
import { gridRows, unitsOf } from '../../../state/free-busy.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert, Field, Select } from '../../shared/controls.tsx';
import type { Slot } from '../new-meeting.tsx';
import { usePolled } from '../../../hooks/polled.ts';
import { Link } from '../../shared/navigation.tsx';
import { ExportSheet } from '../../shared/sheets/export-sheet.tsx';
import { Dialogs } from './dialogs.tsx';
import { RoomGrid } from './room-grid.tsx';
import { Toolbar } from './toolbar.tsx';
import { titleWords } from '../../shared/titles.ts';

const pollMs = 30_000;
const scales = ['day', 'week'] as const;

interface RoomsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** When the rooms of the own subtree are busy. */
export function RoomsPage({ session, account }: RoomsPageProps): JSX.Element {
  const { rest } = session;
  const today = dayInVietnam(Date.now());
  const [scale, setScale] = useState<(typeof scales)[number]>('day');
  const [day, setDay] = useState(today);
  const [text, setText] = useState('');
  const [unit, setUnit] = useState('');
  const [opened, setOpened] = useState<string>();
  const [slot, setSlot] = useState<Slot>();
  const days = daysShown(scale, day);
  const fromMs = startOfDay(days[0] ?? day);
  const toMs = fromMs + days.length * dayMs;
  const ask = useCallback(
    () => rest.call('booking.freeBusy', { query: { fromMs, toMs } }),
    [rest, fromMs, toMs],
  );
  const { value, error, refresh } = usePolled<'booking.freeBusy'>(ask, pollMs);
  const rows = useMemo(
    () => gridRows(value?.endpoints ?? [], text, unit === '' ? undefined : unit),
    [value, text, unit],
  );
  const units = useMemo(() => unitsOf(value?.endpoints ?? []), [value]);
  const words = calendarWords();
  const count = rows.filter(({ kind }) => kind === 'room').length;
  return (
    <>
      <div class="calendar" data-testid="calendar-rooms-page">
        <div class="heading">
          <h1>{titleWords().rooms}</h1>
          <Link to="/calendar" class="button button--plain" testId="calendar-meetings">
            {titleWords().calendar}
          </Link>
        </div>
        <Toolbar scales={scales} scale={scale} day={day} onScale={setScale} onDay={setDay} />
        <div class="calendar__filters">
          <Field
            label={commonWords().search}
            value={text}
            onInput={setText}
            type="search"
            testId="room-filter"
          />
          <Select
            label={words.unit}
            value={unit}
            onChange={setUnit}
            options={[
              { value: '', text: words.everyUnit },
              ...units.map((name) => ({ value: name, text: name })),
            ]}
            testId="unit-filter"
          />
          <p class="muted" role="status" data-testid="room-count">
            {words.roomCount(count)}
          </p>
          <ExportSheet
            rest={rest}
            name="sheet.bookings"
            request={{ query: { fromMs, toMs } }}
            fileName={`lich-phong-${days[0] ?? day}`}
            testId="export-bookings"
          />
        </div>
        {error && <Alert>{errorWords()[error]}</Alert>}
        <RoomGrid
          rows={rows}
          days={days}
          today={today}
          onOpen={setOpened}
          onPlan={permits('meeting.plan', account.kind) ? setSlot : undefined}
        />
        <p class="muted calendar__keys">{words.roomKeys}</p>
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
