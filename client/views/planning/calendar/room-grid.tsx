import type { JSX } from 'preact';
import { titleWords } from '../../shared/titles.ts';
import { memo } from 'preact/compat';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { startOfDayInVietnam } from '../../../../domain/sites/calendar.ts';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import { language } from '../../../i18n/language.ts';
import { calendarWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { dayMs, hourMs, instantAt, isArrow } from '../../../state/planning/calendar.ts';
import { useSight } from '../../../hooks/sight.ts';
import { busyWithin } from '../../../state/planning/free-busy.ts';
import { rowsInSight } from '../../../state/visible-rows.ts';
import type { BusySpan, GridRow, RoomRow } from '../../../state/planning/free-busy.ts';
import type { ChosenSlot } from '../plan-form/new-meeting.tsx';

/** Same as in calendar.css: all rows have this height, so no row needs measuring. */
const rowHeight = 44;
const firstHourInSight = 7;

interface RoomGridProps {
  readonly rows: readonly GridRow[];
  readonly days: readonly string[];
  readonly today: string;
  readonly onOpen: (meetingId: string) => void;
  /** Left out for accounts that plan nothing. */
  readonly onPlan?: ((slot: ChosenSlot) => void) | undefined;
}

interface Column {
  readonly fromMs: number;
  readonly toMs: number;
  readonly text: string;
  readonly isToday: boolean;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * Rooms by hours of a day or by days of a week. The document holds only the visible rows
 * and the one with the focus.
 */
export function RoomGrid({ rows, days, today, onOpen, onPlan }: RoomGridProps): JSX.Element {
  const { view: scroller, sight } = useSight<HTMLDivElement>();
  const [chosen, setChosen] = useState<Cell>({ row: 1, column: firstHourInSight });
  const byKey = useRef(false);
  const columns = useMemo(() => columnsOf(days, today), [days.join(), today, language.value]);
  const at: Cell = {
    row: Math.max(0, Math.min(chosen.row, rows.length - 1)),
    column: Math.min(chosen.column, columns.length - 1),
  };

  // A day view starts at the morning.
  useEffect(() => {
    const view = scroller.current;
    const morning = view?.querySelector<HTMLElement>(`[data-column="${firstHourInSight}"]`);
    if (view && days.length === 1) view.scrollLeft = morning?.offsetLeft ?? 0;
  }, [days.length]);
  useLayoutEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    const cell = scroller.current?.querySelector<HTMLElement>('[data-current]');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [at.row, at.column]);

  const { first, end } = rowsInSight(rows.length, { ...sight, rowHeight });
  const inSight = rows.map((row, index) => ({ row, index })).slice(first, end);
  const focused = rows[at.row];
  if (focused && (at.row < first || at.row >= end)) inSight.push({ row: focused, index: at.row });

  const act = (room: RoomRow, { fromMs: begins, toMs: ends }: Column): void => {
    const [held] = busyWithin(room, begins, ends);
    if (held?.meeting && days.length === 1) onOpen(held.meeting.id);
    else if (onPlan && (!held || days.length > 1)) {
      const startsAtMs = days.length === 1 ? begins : begins + 8 * hourMs;
      const { endpointId: id, name, siteName } = room;
      const chosen = { kind: 'endpoint' as const, id, name, siteName };
      onPlan({ startsAtMs, endsAtMs: startsAtMs + hourMs, rooms: [chosen] });
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    const row = rows[at.row];
    const column = columns[at.column];
    if (event.key === 'Enter' && row?.kind === 'room' && column) act(row.room, column);
    else {
      const to = cellTo(event.key, at, {
        rows: rows.length,
        columns: columns.length,
        page: pageRows(sight.height),
      });
      if (!to || event.altKey) return;
      byKey.current = to.row !== at.row || to.column !== at.column;
      setChosen(to);
    }
    event.preventDefault();
  };

  // Visible rows outlive many renders while somebody scrolls; their handlers read the newest function here.
  const latest = useRef(act);
  latest.current = act;
  const pressCell = useCallback((cell: Cell, room: RoomRow, column: Column): void => {
    setChosen(cell);
    latest.current(room, column);
  }, []);

  return (
    <div
      ref={scroller}
      class={`rooms panel rooms--${days.length === 1 ? 'day' : 'week'}`}
      role="grid"
      aria-label={titleWords().rooms}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      data-testid="room-grid"
      onKeyDown={pressed}
    >
      <div role="row" aria-rowindex={1} class="rooms__row rooms__head">
        <span role="columnheader" class="rooms__name rooms__corner">
          {calendarWords().room}
        </span>
        <span class="rooms__cells" role="presentation">
          {columns.map(({ fromMs, text, isToday }, number) => (
            <span
              key={fromMs}
              role="columnheader"
              class={`rooms__cell${isToday ? ' rooms__cell--today' : ''}`}
              data-column={number}
            >
              {text}
              {isToday && <small>{calendarWords().today}</small>}
            </span>
          ))}
        </span>
      </div>
      <div role="rowgroup" class="rooms__rows" style={{ height: `${rows.length * rowHeight}px` }}>
        {inSight.map(({ row, index }) => (
          <div
            key={row.kind === 'unit' ? `unit ${row.unit}` : row.room.endpointId}
            role="row"
            aria-rowindex={index + 2}
            class={`rooms__row rooms__row--${row.kind}`}
            style={{ top: `${index * rowHeight}px` }}
            data-testid={row.kind === 'room' ? 'room-row' : undefined}
          >
            {row.kind === 'room' ? (
              <RoomCells
                room={row.room}
                index={index}
                columns={columns}
                current={index === at.row ? at.column : undefined}
                onPress={pressCell}
                onOpen={onOpen}
              />
            ) : (
              <span
                role="rowheader"
                class="rooms__name"
                tabIndex={index === at.row ? 0 : -1}
                data-current={index === at.row ? '' : undefined}
              >
                {row.unit} <span class="count">{row.count}</span>
              </span>
            )}
          </div>
        ))}
      </div>
      {rows.length === 0 && <p class="empty">{commonWords().nothingFound}</p>}
    </div>
  );
}

interface RoomCellsProps {
  readonly room: RoomRow;
  readonly index: number;
  readonly columns: readonly Column[];
  /** The column that the keyboard is on; undefined in all other rows. */
  readonly current: number | undefined;
  readonly onPress: (cell: Cell, room: RoomRow, column: Column) => void;
  readonly onOpen: (meetingId: string) => void;
}

/** One room's row. Memoised, so that scrolling renders only the rows that become visible. */
const RoomCells = memo(({ room, index, columns, current, onPress, onOpen }: RoomCellsProps): JSX.Element => {
  const fromMs = columns[0]?.fromMs ?? 0;
  const lengthMs = (columns.at(-1)?.toMs ?? 0) - fromMs;
  return (
    <>
      <span role="rowheader" class="rooms__name" title={`${room.name}, ${room.siteName}`}>
        {room.name}
        <small>{room.siteName}</small>
      </span>
      <span class="rooms__cells" role="presentation">
        {columns.map((column, number) => (
          <span
            key={column.fromMs}
            role="gridcell"
            class="rooms__cell"
            aria-colindex={number + 2}
            tabIndex={number === current ? 0 : -1}
            data-current={number === current ? '' : undefined}
            aria-label={`${room.name}, ${column.text}: ${saidOf(busyWithin(room, column.fromMs, column.toMs))}`}
            onClick={() => onPress({ row: index, column: number }, room, column)}
          />
        ))}
        {room.busy.map((span) => (
          <BusyBlock
            key={`${span.fromMs} ${span.meeting?.id ?? ''}`}
            span={span}
            fromMs={fromMs}
            lengthMs={lengthMs}
            onOpen={onOpen}
          />
        ))}
      </span>
    </>
  );
});

interface BusyBlockProps {
  readonly span: BusySpan;
  readonly fromMs: number;
  readonly lengthMs: number;
  readonly onOpen: (meetingId: string) => void;
}

/** Drawn over the cells. The cells' names give screen readers the same information. */
function BusyBlock({ span, fromMs, lengthMs, onOpen }: BusyBlockProps): JSX.Element {
  const begins = Math.max(0, span.fromMs - fromMs) / lengthMs;
  const ends = Math.min(lengthMs, span.toMs - fromMs) / lengthMs;
  const { meeting } = span;
  const title = meeting?.title ?? calendarWords().busy;
  return (
    <span
      class={`rooms__busy${meeting ? '' : ' rooms__busy--hidden'}`}
      style={{ left: `${begins * 100}%`, width: `${(ends - begins) * 100}%` }}
      aria-hidden="true"
      title={`${timeOfDay(span.fromMs)} – ${timeOfDay(span.toMs)} ${title}`}
      data-testid="busy"
      onClick={() => {
        if (meeting) onOpen(meeting.id);
      }}
    >
      {title}
    </span>
  );
}

const saidOf = (held: readonly BusySpan[]): string =>
  held.length === 0
    ? calendarWords().free
    : held
        .map(
          ({ fromMs, toMs, meeting }) =>
            `${calendarWords().busy} ${timeOfDay(fromMs)} – ${timeOfDay(toMs)}${meeting ? ` ${meeting.title}` : ''}`,
        )
        .join('; ');

const columnsOf = (days: readonly string[], today: string): readonly Column[] => {
  const [only] = days;
  if (days.length > 1 || only === undefined) {
    return days.map((day) => {
      const fromMs = startOfDayInVietnam(day);
      return { fromMs, toMs: fromMs + dayMs, text: shortDayOf(fromMs), isToday: day === today };
    });
  }
  return Array.from({ length: 24 }, (_, hour) => {
    const fromMs = instantAt(only, '00:00') + hour * hourMs;
    return { fromMs, toMs: fromMs + hourMs, text: timeOfDay(fromMs), isToday: false };
  });
};

const pageRows = (height: number): number => Math.max(1, Math.floor(height / rowHeight) - 2);

/** The cell that a key leads to; undefined for any other key. */
function cellTo(
  key: string,
  { row, column }: Cell,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; readonly page: number },
): Cell | undefined {
  const to = (row: number, column: number): Cell => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  if (isArrow(key)) {
    const aside = { ArrowUp: 0, ArrowDown: 0, ArrowLeft: -1, ArrowRight: 1 }[key];
    const down = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: 0, ArrowRight: 0 }[key];
    return to(row + down, column + aside);
  }
  if (key === 'PageUp') return to(row - page, column);
  if (key === 'PageDown') return to(row + page, column);
  if (key === 'Home') return to(row, 0);
  if (key === 'End') return to(row, columns - 1);
  return undefined;
}
