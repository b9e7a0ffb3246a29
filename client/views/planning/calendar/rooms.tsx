import type { JSX } from 'preact';
import { signal } from '@preact/signals';
import { useCallback, useMemo, useState } from 'preact/hooks';
import { permits } from '../../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { calendarWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { gridRows, unitsOf } from '../../../state/planning/free-busy.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert, Field, Select } from '../../shared/controls.tsx';
import { usePolled } from '../../../hooks/polled.ts';
import { Link, navigate } from '../../shared/navigation.tsx';
import { ExportSheet } from '../../shared/sheets/export-sheet.tsx';
import { planPath } from '../../shared/plan-path.ts';
import { usePlanningDialog } from './planning-dialog.tsx';
import { RoomGrid } from './room-grid.tsx';
import { type ShownDays, useShownDays } from './shown-days.ts';
import { Toolbar } from './toolbar.tsx';
import { titleWords } from '../../shared/titles.ts';

const pollMs = 30_000;
const scales = ['day', 'week'] as const;

/** Kept outside the page, so that the way back from a meeting leads to the same days. */
const shown = signal<ShownDays<(typeof scales)[number]>>({ scale: 'day' });

interface RoomsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** When the rooms of the own subtree are busy. */
export function RoomsPage({ session, account }: RoomsPageProps): JSX.Element {
  const { rest } = session;
  const { today, scale, setScale, day, setDay, days, fromMs, toMs } = useShownDays(shown);
  const [text, setText] = useState('');
  const [unit, setUnit] = useState('');
  const ask = useCallback(
    () => rest.call('booking.freeBusy', { query: { fromMs, toMs } }),
    [rest, fromMs, toMs],
  );
  const { value, error } = usePolled<'booking.freeBusy'>(ask, pollMs);
  const { planMeeting, dialog } = usePlanningDialog(rest, account);
  const rows = useMemo(
    () => gridRows(value?.endpoints ?? [], text, unit === '' ? undefined : unit),
    [value, text, unit],
  );
  const units = useMemo(() => unitsOf(value?.endpoints ?? []), [value]);
  const words = calendarWords();
  const count = rows.filter(({ kind }) => kind === 'room').length;
  return (
    <>
      <div class="calendar">
        <div class="heading">
          <h1>{titleWords().rooms}</h1>
          <Link to="/calendar" class="button button--plain">
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
          onOpen={(meetingId) => navigate(planPath(meetingId))}
          onPlan={permits('meeting.plan', account.kind) ? planMeeting : undefined}
        />
        <p class="muted calendar__keys">{words.roomKeys}</p>
      </div>
      {dialog}
    </>
  );
}
