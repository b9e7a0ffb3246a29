import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { clockTimeAt, hourMs, instantAt } from '../../state/calendar.ts';
import { Field } from '../shared/controls.tsx';

/** The next full hour, for what begins from nothing. */
export const nextHourMs = (): number => (Math.floor(Date.now() / hourMs) + 1) * hourMs;

export interface StartForm {
  readonly date: string;
  readonly time: string;
  readonly type: (part: { readonly date?: string; readonly time?: string }) => void;
  /** NaN while the typed start is invalid. */
  readonly startsAtMs: number;
}

/** The typed start of something whose length is known. */
export function useStartForm(initialMs: () => number): StartForm {
  const [typed, setTyped] = useState(() => {
    const atMs = initialMs();
    return { date: dayInVietnam(atMs), time: clockTimeAt(atMs) };
  });
  return {
    ...typed,
    type: (part) => setTyped((before) => ({ ...before, ...part })),
    startsAtMs: instantAt(typed.date, typed.time),
  };
}

export const StartFields = ({ form: { date, time, type } }: { readonly form: StartForm }): JSX.Element => (
  <div class="planning__times">
    <Field
      label={plannedMeetingWords().meetingDate}
      value={date}
      onInput={(typed) => type({ date: typed })}
      type="date"
      required
      testId="start-date"
    />
    <Field
      label={plannedMeetingWords().startsAt}
      value={time}
      onInput={(typed) => type({ time: typed })}
      type="time"
      required
      testId="start-time"
    />
  </div>
);
