import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { startOfDayInVietnam, dayInVietnam } from '../../../../domain/sites/calendar.ts';
import { dateInMonthOf, dayOf, longWeekdayOf, monthOf, weekdayOf } from '../../../i18n/formats.ts';
import { daysShown, stepped } from '../../../state/planning/calendar.ts';
import { dayAfterKey, yearBeside } from '../../../state/day-keys.ts';
import { Button } from '../controls.tsx';
import { NextYearIcon, PreviousYearIcon } from '../desk-icons.ts';
import { NextIcon, PreviousIcon } from '../icons.tsx';
import { datesWords } from './words.ts';

interface DayGridProps {
  /** Empty if no day is chosen. */
  readonly chosen: string;
  readonly onChoose: (day: string) => void;
  readonly mayClear: boolean;
}

/** The days of a month, by mouse and by the keys of the ARIA pattern of a date picker. */
export function DayGrid({ chosen, onChoose, mayClear }: DayGridProps): JSX.Element {
  const words = datesWords();
  const today = dayInVietnam(Date.now());
  const [day, setDay] = useState(chosen === '' ? today : chosen);
  const headingId = useId();
  const grid = useRef<HTMLTableElement>(null);
  const takesFocus = useRef(true);
  useLayoutEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [day]);
  const days = daysShown('month', day);
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  const month = monthOf(startOfDayInVietnam(day));

  return (
    <div class="days">
      <div class="days__head">
        <Step name={words.previousYear} onPress={() => setDay(yearBeside(day, -1))}>
          <PreviousYearIcon />
        </Step>
        <Step name={words.previousMonth} onPress={() => setDay(stepped('month', day, -1))}>
          <PreviousIcon />
        </Step>
        <p id={headingId} class="days__month" aria-live="polite">
          {month}
        </p>
        <Step name={words.nextMonth} onPress={() => setDay(stepped('month', day, 1))}>
          <NextIcon />
        </Step>
        <Step name={words.nextYear} onPress={() => setDay(yearBeside(day, 1))}>
          <NextYearIcon />
        </Step>
      </div>
      <table
        ref={grid}
        role="grid"
        aria-labelledby={headingId}
        onKeyDown={(event) => {
          const next = dayAfterKey(day, event.key, event.shiftKey);
          if (next === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          takesFocus.current = true;
          setDay(next);
        }}
      >
        <thead>
          <tr>
            {weeks[0]?.map((each) => (
              <th key={each} scope="col" abbr={longWeekdayOf(startOfDayInVietnam(each))}>
                {weekdayOf(startOfDayInVietnam(each))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((each) => (
                <td key={each} role="gridcell" aria-selected={each === chosen}>
                  <button
                    type="button"
                    class={each.slice(0, 7) === day.slice(0, 7) ? 'days__day' : 'days__day days__day--beside'}
                    tabIndex={each === day ? 0 : -1}
                    aria-label={dayOf(startOfDayInVietnam(each))}
                    aria-current={each === today ? 'date' : undefined}
                    data-testid="day"
                    data-day={each}
                    onClick={() => onChoose(each)}
                  >
                    {dateInMonthOf(startOfDayInVietnam(each))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div class="days__foot">
        <Button look="quiet" onPress={() => onChoose(today)} testId="day-today">
          {words.today}
        </Button>
        {mayClear && (
          <Button look="quiet" onPress={() => onChoose('')} testId="day-clear">
            {words.clear}
          </Button>
        )}
      </div>
    </div>
  );
}

interface StepProps {
  readonly name: string;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

const Step = ({ name, onPress, children }: StepProps): JSX.Element => (
  <button type="button" class="days__step" aria-label={name} title={name} onClick={onPress}>
    {children}
  </button>
);
