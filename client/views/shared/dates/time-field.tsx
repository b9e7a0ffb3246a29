import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { quarterBeside, quarterHours, timeMeant, timeTyped } from '../../../state/typed-times.ts';
import { ClockIcon } from '../desk-icons.ts';
import { TypedField, type TypedFieldProps } from './typed-field.tsx';
import { datesWords } from './words.ts';

/** A clock time, `HH:MM`, typed on the 24-hour clock or chosen from a list of quarters of an hour. */
export function TimeField(props: TypedFieldProps): JSX.Element {
  const { timeShape, timeInvalid, chooseTime } = datesWords();
  return (
    <TypedField
      {...props}
      icon={<ClockIcon />}
      pickerName={chooseTime(props.label)}
      notation={{
        written: (time) => time,
        typed: timeTyped,
        meant: timeMeant,
        beside: quarterBeside,
        shape: timeShape,
        invalid: timeInvalid,
      }}
      picker={(choose) => <TimeList label={props.label} chosen={props.value} onChoose={choose} />}
    />
  );
}

/** Where the list opens if no time is chosen: the start of an office's day. */
const firstOffered = '08:00';
/** How many entries a key moves. */
const moves: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -4,
  PageDown: 4,
  Home: -quarterHours.length,
  End: quarterHours.length,
};

interface TimeListProps {
  readonly label: string;
  readonly chosen: string;
  readonly onChoose: (time: string) => void;
}

function TimeList({ label, chosen, onChoose }: TimeListProps): JSX.Element {
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      quarterHours.findLastIndex((time) => time <= (chosen === '' ? firstOffered : chosen)),
    ),
  );
  const current = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    current.current?.focus({ preventScroll: true });
    current.current?.scrollIntoView({ block: 'center' });
  }, [at]);
  return (
    <ul
      class="times"
      role="listbox"
      aria-label={label}
      onKeyDown={(event) => {
        const move = moves[event.key];
        const isChoice = event.key === 'Enter' || event.key === ' ';
        if (move === undefined && !isChoice) return;
        event.preventDefault();
        event.stopPropagation();
        if (move === undefined) onChoose(quarterHours[at] ?? chosen);
        else setAt(Math.min(quarterHours.length - 1, Math.max(0, at + move)));
      }}
    >
      {quarterHours.map((time, index) => (
        <li
          key={time}
          ref={index === at ? current : null}
          class="times__time"
          role="option"
          tabIndex={index === at ? 0 : -1}
          aria-selected={time === chosen}
          data-testid="time"
          onClick={() => onChoose(time)}
        >
          {time}
        </li>
      ))}
    </ul>
  );
}
