import type { JSX } from 'preact';
import { startOfDayInVietnam, dayInVietnam } from '../../../../domain/sites/calendar.ts';
import { dayOf, monthOf, shortDayOf } from '../../../i18n/formats.ts';
import { calendarWords } from './words.ts';
import { daysShown, stepped } from '../../../state/planning/calendar.ts';
import type { Scale } from '../../../state/planning/calendar.ts';
import { Button, Toggle } from '../../shared/controls.tsx';

interface ToolbarProps<S extends Scale> {
  readonly scales: readonly S[];
  readonly scale: S;
  readonly day: string;
  readonly onScale: (scale: S) => void;
  readonly onDay: (day: string) => void;
}

/** The shown days, and the buttons to others. */
export function Toolbar<S extends Scale>({ scales, scale, day, ...on }: ToolbarProps<S>): JSX.Element {
  const words = calendarWords();
  return (
    <div class="calendar__bar">
      <div class="calendar__steps">
        <Button label={words.previous} testId="previous" onPress={() => on.onDay(stepped(scale, day, -1))}>
          ‹
        </Button>
        <Button testId="today" onPress={() => on.onDay(dayInVietnam(Date.now()))}>
          {words.today}
        </Button>
        <Button label={words.next} testId="next" onPress={() => on.onDay(stepped(scale, day, 1))}>
          ›
        </Button>
        <h2 class="calendar__shown" aria-live="polite" data-day={day}>
          {spanOf(scale, day)}
        </h2>
      </div>
      <Toggle
        label={words.scale}
        value={scale}
        options={scales.map((value) => ({ value, text: words.scales[value] }))}
        onChange={on.onScale}
        testId="scale"
      />
    </div>
  );
}

function spanOf(scale: Scale, day: string): string {
  if (scale === 'day') return dayOf(startOfDayInVietnam(day));
  if (scale !== 'week') return monthOf(startOfDayInVietnam(day));
  const week = daysShown('week', day);
  return [week.at(0), week.at(-1)].map((edge) => shortDayOf(startOfDayInVietnam(edge ?? day))).join(' – ');
}
