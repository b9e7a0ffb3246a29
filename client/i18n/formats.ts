import { computed } from '@preact/signals';
import type { WireError } from '../../protocol/errors.ts';
import { errorWords } from './errors.ts';
import { language } from './language.ts';
import { waitWords } from './waits.ts';

const locale = computed(() => (language.value === 'vi' ? 'vi-VN' : 'en-GB'));

/** A wait in words, rounded up: in seconds, from 90 seconds on in minutes. */
export function durationOf(seconds: number): string {
  const [unit, count] = seconds < 90 ? ['second', seconds] : ['minute', Math.ceil(seconds / 60)];
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** The text for a refused command; includes the wait, where the server has sent one. */
export const refusalText = ({ code, retryAfterS }: WireError): string =>
  code === 'too-fast' && retryAfterS !== undefined
    ? waitWords().sentTooMuch(durationOf(retryAfterS))
    : errorWords()[code];

/** A score from 1 to 5 with one decimal: "4,2", "4.2". */
export const score = (value: number): string =>
  new Intl.NumberFormat(locale.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);

/** Meetings follow Vietnam's time, whatever the machine's time zone. */
const timeZone = 'Asia/Ho_Chi_Minh';

const date = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;

/** A cache: making a format takes a hundred times as long as using it, and a grid of rooms uses hundreds. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale.value + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale.value, { ...options, timeZone });
  formats.set(key, format);
  return format;
}

const formatted = (ms: number, options: Intl.DateTimeFormatOptions): string => formatOf(options).format(ms);

export const timeOfDay = (ms: number): string => formatted(ms, { hour: '2-digit', minute: '2-digit' });

/** A day as letters write it: Thứ Hai, ngày 07 tháng 12 năm 2026; Monday 7 December 2026. */
export function dayOf(ms: number): string {
  if (language.value !== 'vi')
    return formatted(ms, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const parts = formatOf({ ...date, weekday: 'long' }).formatToParts(ms);
  const { weekday, day, month, year } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${weekday}, ngày ${day} tháng ${month} năm ${year}`;
}

/** The date within its month, as `dayOf` writes it: 07; 7. */
export const dateInMonthOf = (ms: number): string =>
  formatted(ms, { day: language.value === 'vi' ? '2-digit' : 'numeric' });

export const longWeekdayOf = (ms: number): string => formatted(ms, { weekday: 'long' });

export const weekdayOf = (ms: number): string => formatted(ms, { weekday: 'short' });

export const shortDayOf = (ms: number): string =>
  formatted(ms, { weekday: 'short', day: '2-digit', month: '2-digit' });

/** The date of a calendar day, `YYYY-MM-DD`. */
export const dateOf = (day: string): string => formatted(Date.parse(day), date);

export const monthOf = (ms: number): string => formatted(ms, { month: 'long', year: 'numeric' });

/** Date and time to the minute. */
export const dateAndTimeOf = (ms: number): string =>
  formatted(ms, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** Date and time to the second, with the year: for entries that are read long after. */
export const momentOf = (ms: number): string => `${clockTime(ms)} ${formatted(ms, date)}`;

/** Date and time to the minute, such as 22:44 06/12/2026. */
export const minuteOf = (ms: number): string => `${timeOfDay(ms)} ${formatted(ms, date)}`;

/** A past time for a sentence: of today 22:44, of another day 22:44 06/12/2026. */
export const sinceOf = (ms: number, now: number): string =>
  formatted(ms, date) === formatted(now, date) ? timeOfDay(ms) : minuteOf(ms);

export const clockTime = (ms: number): string =>
  formatted(ms, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
