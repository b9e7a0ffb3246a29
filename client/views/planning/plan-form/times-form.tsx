import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { calendarWords } from '../calendar/words.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import {
  type MeetingTimes,
  timesMeant,
  type TypedTimes,
  typedTimes,
} from '../../../state/planning/meeting-times.ts';
import { Field } from '../../shared/controls.tsx';
import { DateField } from '../../shared/dates/date-field.tsx';
import { TimeField } from '../../shared/dates/time-field.tsx';

export interface TimesForm {
  readonly typed: TypedTimes;
  readonly type: (part: Partial<TypedTimes>) => void;
  /** The typed times, or why they are invalid. */
  readonly times: ReturnType<typeof timesMeant>;
  /** Takes another start; the length stays. */
  readonly startAt: (startsAtMs: number) => void;
}

export function useTimesForm(initial: () => MeetingTimes): TimesForm {
  const [typed, setTyped] = useState(() => typedTimes(initial()));
  const times = timesMeant(typed);
  return {
    typed,
    times,
    type: (part) => setTyped((before) => ({ ...before, ...part })),
    startAt: (startsAtMs) => {
      if (typeof times === 'string') return;
      setTyped(
        typedTimes({ ...times, startsAtMs, endsAtMs: startsAtMs + times.endsAtMs - times.startsAtMs }),
      );
    },
  };
}

export function TimesFields({ form: { typed, type } }: { readonly form: TimesForm }): JSX.Element {
  const words = calendarWords();
  return (
    <>
      <DateField
        label={plannedMeetingWords().meetingDate}
        value={typed.date}
        onInput={(date) => type({ date })}
        required
        testId="meeting-date"
      />
      <TimeField
        label={plannedMeetingWords().startsAt}
        value={typed.start}
        onInput={(start) => type({ start })}
        required
        testId="meeting-start"
      />
      <TimeField
        label={plannedMeetingWords().endsAt}
        value={typed.end}
        onInput={(end) => type({ end })}
        required
        testId="meeting-end"
      />
      <Field
        label={words.preparation}
        value={typed.preparation}
        onInput={(preparation) => type({ preparation })}
        type="number"
        required
        testId="meeting-preparation"
      />
      <Field
        label={words.clearing}
        value={typed.clearing}
        onInput={(clearing) => type({ clearing })}
        type="number"
        required
        testId="meeting-clearing"
      />
    </>
  );
}

/** Why the typed times are invalid; undefined where they are valid. */
export const timesProblem = (times: TimesForm['times']): string | undefined =>
  times === 'order'
    ? plannedMeetingWords().endBeforeStart
    : times === 'minutes'
      ? calendarWords().minutesInvalid
      : undefined;
