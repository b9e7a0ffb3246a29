import type { JSX } from 'preact';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import { daysLater } from '../../../state/planning/calendar.ts';
import { dayMeant, dayTyped, typedDay } from '../../../state/typed-times.ts';
import { CalendarIcon } from '../desk-icons.ts';
import { DayGrid } from './day-grid.tsx';
import { TypedField, type TypedFieldProps } from './typed-field.tsx';
import { datesWords } from './words.ts';

/** A day, `YYYY-MM-DD`, typed as dd/MM/yyyy or chosen in a calendar. */
export function DateField(props: TypedFieldProps): JSX.Element {
  const { dayShape, dayInvalid, chooseDay } = datesWords();
  return (
    <TypedField
      {...props}
      icon={<CalendarIcon />}
      pickerName={chooseDay(props.label)}
      notation={{
        written: typedDay,
        typed: dayTyped,
        meant: (text) => dayMeant(text, dayInVietnam(Date.now())),
        beside: daysLater,
        shape: dayShape,
        invalid: dayInvalid,
      }}
      picker={(choose) => (
        <DayGrid chosen={props.value} onChoose={choose} mayClear={props.required !== true} />
      )}
    />
  );
}
