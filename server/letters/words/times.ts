import type { BothLanguages, Language } from '../../../protocol/language.ts';

const zone = { timeZone: 'Asia/Ho_Chi_Minh' } as const;
const weekday = new Intl.DateTimeFormat('vi-VN', { ...zone, weekday: 'long' });
const date = new Intl.DateTimeFormat('en-GB', { ...zone, day: '2-digit', month: '2-digit', year: 'numeric' });
const englishWeekday = new Intl.DateTimeFormat('en-GB', { ...zone, weekday: 'long' });
const englishDate = new Intl.DateTimeFormat('en-GB', {
  ...zone,
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const time = new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' });

interface TimeWords {
  /** As Vietnamese papers write a time: 08 giờ 00. */
  readonly time: (atMs: number) => string;
  readonly day: (atMs: number) => string;
  readonly within: (from: string, to: string, day: string) => string;
  readonly across: (from: string, to: string) => string;
}

/** Readers of the English letters may be in another time zone. */
const zoneName = 'Vietnam time, UTC+7';

const words: BothLanguages<TimeWords> = {
  vi: {
    time: (atMs) => time.format(atMs).replace(':', ' giờ '),
    day: (atMs) => `${weekday.format(atMs).toLocaleLowerCase('vi')}, ngày ${date.format(atMs)}`,
    within: (from, to, day) => `từ ${from} đến ${to}, ${day}`,
    across: (from, to) => `từ ${from} đến ${to}`,
  },
  en: {
    time: (atMs) => time.format(atMs),
    day: (atMs) => `${englishWeekday.format(atMs)} ${englishDate.format(atMs)}`,
    within: (from, to, day) => `from ${from} to ${to}, ${day} (${zoneName})`,
    across: (from, to) => `from ${from} to ${to} (${zoneName})`,
  },
};

/** An instant in Vietnam: 08 giờ 00, thứ hai, ngày 07/12/2026; 08:00, Monday 7 December 2026. */
export const timeAndDateOf = (atMs: number, language: Language): string =>
  `${words[language].time(atMs)}, ${words[language].day(atMs)}`;

/** The start and end in Vietnam; names the second day only if it is another. */
export function spanOf(startsAtMs: number, endsAtMs: number, language: Language): string {
  const { time: timeOf, day, within, across } = words[language];
  return day(startsAtMs) === day(endsAtMs)
    ? within(timeOf(startsAtMs), timeOf(endsAtMs), day(startsAtMs))
    : across(timeAndDateOf(startsAtMs, language), timeAndDateOf(endsAtMs, language));
}
