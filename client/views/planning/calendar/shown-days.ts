import type { Signal } from '@preact/signals';
import { startOfDayInVietnam, dayInVietnam } from '../../../../domain/sites/calendar.ts';
import { dayMs, daysShown, type Scale } from '../../../state/planning/calendar.ts';

/** The scale and the day that a calendar shows; without a day, today. */
export interface ShownDays<S extends Scale> {
  readonly scale: S;
  readonly day?: string;
}

/** The days that a calendar shows, and how to show others. */
export function useShownDays<S extends Scale>(shown: Signal<ShownDays<S>>) {
  const today = dayInVietnam(Date.now());
  const { scale, day = today } = shown.value;
  const days = daysShown(scale, day);
  const fromMs = startOfDayInVietnam(days[0] ?? day);
  const setScale = (chosen: S): void => {
    shown.value = { ...shown.value, scale: chosen };
  };
  const setDay = (chosen: string): void => {
    shown.value = { ...shown.value, day: chosen };
  };
  return { today, scale, setScale, day, setDay, days, fromMs, toMs: fromMs + days.length * dayMs };
}
