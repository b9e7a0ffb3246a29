import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { calendarWords } from './calendar/words.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { clockTimeAt, dayMs, instantAt } from '../../state/calendar.ts';
import { Field } from '../shared/controls.tsx';

/** The typed times of a meeting, and how long its rooms are booked around it. */
interface Typed {
  readonly date: string;
  readonly start: string;
  readonly end: string;
  readonly preparation: string;
  readonly clearing: string;
}

export interface MeetingTimes {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly preparationMinutes: number;
  readonly clearingMinutes: number;
}

export interface TimesForm {
  readonly typed: Typed;
  readonly type: (part: Partial<Typed>) => void;
  /** The typed times, or why they are invalid. */
  readonly times: MeetingTimes | 'order' | 'minutes';
  /** Takes another start; the length stays. */
  readonly startAt: (startsAtMs: number) => void;
}

const minutesOf = (text: string): number =>
  /^\d{1,3}$/.test(text) && Number(text) <= 240 ? Number(text) : NaN;

const typedOf = (times: MeetingTimes): Typed => ({
  date: dayInVietnam(times.startsAtMs),
  start: clockTimeAt(times.startsAtMs),
  end: clockTimeAt(times.endsAtMs),
  preparation: String(times.preparationMinutes),
  clearing: String(times.clearingMinutes),
});

/** `overnight`: an end before the start is on the next day. */
function timesOf({ date, start, end, preparation, clearing }: Typed, overnight: boolean): TimesForm['times'] {
  const startsAtMs = instantAt(date, start);
  const endsThen = instantAt(date, end);
  const endsAtMs = overnight && endsThen <= startsAtMs ? endsThen + dayMs : endsThen;
  if (!(endsAtMs > startsAtMs)) return 'order';
  const [preparationMinutes, clearingMinutes] = [minutesOf(preparation), minutesOf(clearing)];
  if (Number.isNaN(preparationMinutes + clearingMinutes)) return 'minutes';
  return { startsAtMs, endsAtMs, preparationMinutes, clearingMinutes };
}

export function useTimesForm(initial: () => MeetingTimes): TimesForm {
  const [begun] = useState(initial);
  const [typed, setTyped] = useState(() => typedOf(begun));
  const overnight = dayInVietnam(begun.endsAtMs - 1) !== dayInVietnam(begun.startsAtMs);
  const times = timesOf(typed, overnight);
  return {
    typed,
    times,
    type: (part) => setTyped((before) => ({ ...before, ...part })),
    startAt: (startsAtMs) => {
      if (typeof times === 'string') return;
      setTyped(typedOf({ ...times, startsAtMs, endsAtMs: startsAtMs + times.endsAtMs - times.startsAtMs }));
    },
  };
}

export function TimesFields({ form: { typed, type } }: { readonly form: TimesForm }): JSX.Element {
  const words = calendarWords();
  return (
    <>
      <Field
        label={plannedMeetingWords().meetingDate}
        value={typed.date}
        onInput={(date) => type({ date })}
        type="date"
        required
        testId="meeting-date"
      />
      <Field
        label={plannedMeetingWords().startsAt}
        value={typed.start}
        onInput={(start) => type({ start })}
        type="time"
        required
        testId="meeting-start"
      />
      <Field
        label={plannedMeetingWords().endsAt}
        value={typed.end}
        onInput={(end) => type({ end })}
        type="time"
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
