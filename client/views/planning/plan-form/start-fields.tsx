import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import { clockTimeAt, instantAt } from '../../../state/planning/calendar.ts';
import { DateField } from '../../shared/dates/date-field.tsx';
import { TimeField } from '../../shared/dates/time-field.tsx';

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
    <DateField
      label={plannedMeetingWords().meetingDate}
      value={date}
      onInput={(typed) => type({ date: typed })}
      required
    />
    <TimeField
      label={plannedMeetingWords().startsAt}
      value={time}
      onInput={(typed) => type({ time: typed })}
      required
    />
  </div>
);
