import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { holidayOn } from '../../../../domain/schedule/holidays.ts';
import type { RecurrenceTimes } from '../../../../domain/schedule/recurrence.ts';
import { dayInVietnam, weekdayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { dayOf, longWeekdayOf } from '../../../i18n/formats.ts';
import { seriesWords } from './words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Field, Select } from '../../shared/controls.tsx';
import { DateField } from '../../shared/dates/date-field.tsx';
import { useAvailability, wishOf } from '../clashes/availability.ts';
import { AvailabilityShown } from '../clashes/clashes.tsx';

const rhythms = ['weekly', 'daily', 'monthly-on-day', 'monthly-on-weekday'] as const;
type Rhythm = (typeof rhythms)[number];

/** What the interval of a rhythm counts: days, weeks or months. */
const intervalUnits = {
  weekly: 'weekly',
  daily: 'daily',
  'monthly-on-day': 'monthly',
  'monthly-on-weekday': 'monthly',
} as const satisfies Record<Rhythm, string>;

interface RepeatMeetingProps {
  readonly rest: Rest;
  readonly meeting: MeetingDetail;
  readonly onRepeat: (rule: string) => void;
  readonly onMove: (startsAtMs: number) => void;
}

/**
 * Makes a series from a meeting: its rhythm and its last day. Shows every resulting date and its clashes
 * before anything is planned.
 */
export function RepeatMeeting({ rest, meeting, onRepeat, onMove }: RepeatMeetingProps): JSX.Element {
  const { startsAtMs, endsAtMs } = meeting;
  const [rhythm, setRhythm] = useState<Rhythm>('weekly');
  const [interval, setInterval] = useState('1');
  const [until, setUntil] = useState(() => dayInVietnam(startsAtMs + 12 * 7 * 86_400_000));
  const [occurrences, setOccurrences] = useState<RecurrenceTimes>();
  const rule = ruleOf(rhythm, interval, until, startsAtMs);
  useEffect(() => {
    let wanted = true;
    // Loaded when somebody plans a series: this code is larger than the rest of the page.
    void import('../../../../domain/schedule/recurrence.ts').then(({ occurrencesOf, homeTimeZone }) => {
      if (wanted) setOccurrences(occurrencesOf({ rule, timeZone: homeTimeZone, firstMs: startsAtMs }));
    });
    return () => {
      wanted = false;
    };
  }, [rule, startsAtMs]);
  const answer = useAvailability(
    rest,
    occurrences?.ok ? wishOf(meeting, { startsAtMs, endsAtMs, repeats: { rule } }) : undefined,
  );
  return (
    <form
      class="invite"
      data-testid="repeat-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (occurrences?.ok) onRepeat(rule);
      }}
    >
      <h2>{seriesWords().repeat}</h2>
      <div class="planning__times">
        <Select
          label={seriesWords().rhythm}
          value={rhythm}
          onChange={setRhythm}
          options={rhythms.map((value) => ({ value, text: rhythmName(value, startsAtMs) }))}
          testId="repeat-rhythm"
        />
        <Field
          label={seriesWords().interval[intervalUnits[rhythm]]}
          value={interval}
          onInput={setInterval}
          type="number"
          required
        />
        <DateField
          label={seriesWords().until}
          value={until}
          onInput={setUntil}
          required
          testId="repeat-until"
        />
      </div>
      {occurrences?.ok === false && <Alert>{seriesWords().problems[occurrences.problem]}</Alert>}
      {occurrences?.ok && (
        <details open={occurrences.startsMs.length <= 14}>
          <summary data-testid="repeat-count">
            {seriesWords().occurrences(occurrences.startsMs.length)}
          </summary>
          <ol class="dates">
            {occurrences.startsMs.map((each) => (
              <li key={each} data-testid="repeat-date">
                {dayOf(each)} <OnHoliday atMs={each} />
              </li>
            ))}
          </ol>
        </details>
      )}
      {/* An announced meeting must not move as a side effect. */}
      <AvailabilityShown answer={answer} onTake={meeting.state === 'draft' ? onMove : undefined} />
      <Button type="submit" look="primary" disabled={!occurrences?.ok} testId="repeat-create">
        {seriesWords().create}
      </Button>
    </form>
  );
}

/** Shows the name of the public holiday at an instant; nothing on other days. */
export function OnHoliday({ atMs }: { readonly atMs: number }): JSX.Element | null {
  const holiday = holidayOn(dayInVietnam(atMs));
  if (holiday === undefined) return null;
  return <span class="badge badge--holiday">{seriesWords().onHoliday(seriesWords().holidays[holiday])}</span>;
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
const dayOfMonth = (atMs: number): number => Number(dayInVietnam(atMs).slice(-2));
const nthInMonth = (atMs: number): number => Math.ceil(dayOfMonth(atMs) / 7);

function rhythmName(rhythm: Rhythm, atMs: number): string {
  const words = seriesWords();
  switch (rhythm) {
    case 'weekly':
      return words.weekly(longWeekdayOf(atMs));
    case 'daily':
      return words.daily;
    case 'monthly-on-day':
      return words.monthlyOnDay(dayOfMonth(atMs));
    case 'monthly-on-weekday':
      return words.monthlyOnWeekday(nthInMonth(atMs), longWeekdayOf(atMs));
    default:
      return rhythm satisfies never;
  }
}

/** UNTIL is an instant in UTC: the end of that day in Vietnam. */
function ruleOf(rhythm: Rhythm, interval: string, until: string, atMs: number): string {
  const weekday = weekdays[weekdayInVietnam(atMs)] ?? 'MO';
  const by = {
    weekly: `FREQ=WEEKLY;BYDAY=${weekday}`,
    daily: 'FREQ=DAILY',
    'monthly-on-day': `FREQ=MONTHLY;BYMONTHDAY=${dayOfMonth(atMs)}`,
    'monthly-on-weekday': `FREQ=MONTHLY;BYDAY=${nthInMonth(atMs)}${weekday}`,
  } satisfies Record<Rhythm, string>;
  return `${by[rhythm]};INTERVAL=${interval};UNTIL=${until.replaceAll('-', '')}T165959Z`;
}
