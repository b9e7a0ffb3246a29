import { daysLater, stepped, weekOf } from './planning/calendar.ts';

/** The same date in the next or previous year; 28/02 for 29/02. */
export function yearBeside(day: string, by: 1 | -1): string {
  const year = String(Number(day.slice(0, 'YYYY'.length)) + by).padStart(4, '0');
  const isLeap = new Date(Date.UTC(Number(year), 1, 29)).getUTCMonth() === 1;
  const date = day.slice('YYYY'.length);
  return year + (date === '-02-29' && !isLeap ? '-02-28' : date);
}

/**
 * The day that a key leads to in a grid of a month, as the ARIA pattern of a date picker has it; undefined for
 * other keys.
 */
export function dayAfterKey(day: string, key: string, withShift: boolean): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return daysLater(day, -1);
    case 'ArrowRight':
      return daysLater(day, 1);
    case 'ArrowUp':
      return daysLater(day, -7);
    case 'ArrowDown':
      return daysLater(day, 7);
    case 'Home':
      return weekOf(day).at(0);
    case 'End':
      return weekOf(day).at(-1);
    case 'PageUp':
      return withShift ? yearBeside(day, -1) : stepped('month', day, -1);
    case 'PageDown':
      return withShift ? yearBeside(day, 1) : stepped('month', day, 1);
    default:
      return undefined;
  }
}
