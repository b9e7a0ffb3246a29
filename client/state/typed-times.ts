/** Dates and clock times as people type them. A field's value is `YYYY-MM-DD` or `HH:MM`. */

const two = (n: number): string => String(n).padStart(2, '0');

/** The day with these numbers; undefined for days that no calendar has, such as 31/02. */
function dayFrom(year: number, month: number, date: number): string | undefined {
  const day = `${year}-${two(month)}-${two(date)}`;
  const atMs = Date.parse(`${day}T00:00:00Z`);
  // Some engines take 31/02 for 03/03.
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(day) ? day : undefined;
}

/** A day as offices write it: dd/MM/yyyy. */
export const typedDay = (day: string): string => day.split('-').toReversed().join('/');

const separator = String.raw`\s*[/.\s-]\s*`;
const wholeDay = new RegExp(
  String.raw`^(?<date>\d{1,2})${separator}(?<month>\d{1,2})${separator}(?<year>[12]\d{3})$`,
);
const eightDigits = /^(?<date>\d\d)(?<month>\d\d)(?<year>[12]\d{3})$/;
/** What other programs put on the clipboard. */
const isoDay = /^(?<year>[12]\d{3})-(?<month>\d\d)-(?<date>\d\d)$/;
const shortDay = new RegExp(
  String.raw`^(?<date>\d{1,2})${separator}(?<month>\d{1,2})(?:${separator}(?<year>\d{2}))?$`,
);

/** The day that a text names in full; undefined while it is incomplete or invalid. */
export function dayTyped(text: string): string | undefined {
  for (const pattern of [wholeDay, eightDigits, isoDay]) {
    const found = pattern.exec(text.trim())?.groups;
    if (found) return dayFrom(Number(found['year']), Number(found['month']), Number(found['date']));
  }
  return undefined;
}

/**
 * The day that a finished text means. A year of two digits is in this century; without a year, the day is the
 * one nearest to `today`.
 */
export function dayMeant(text: string, today: string): string | undefined {
  const found = shortDay.exec(text.trim())?.groups;
  if (!found) return dayTyped(text);
  const [date, month] = [Number(found['date']), Number(found['month'])];
  if (found['year'] !== undefined) return dayFrom(2_000 + Number(found['year']), month, date);
  const away = (day: string): number => Math.abs(Date.parse(day) - Date.parse(today));
  const thisYear = Number(today.slice(0, 'YYYY'.length));
  return [thisYear, thisYear - 1, thisYear + 1]
    .flatMap((year) => dayFrom(year, month, date) ?? [])
    .toSorted((a, b) => away(a) - away(b))[0];
}

const timeFrom = (hours: number, minutes: number): string | undefined =>
  hours < 24 && minutes < 60 ? `${two(hours)}:${two(minutes)}` : undefined;

const wholeTime = /^(?<hours>\d{1,2})\s*(?:[:.hg]|giờ)\s*(?<minutes>\d\d)$/u;
const fewDigits = /^(?<hours>\d{1,2})(?<minutes>\d\d)$/;
const hoursOnly = /^(?<hours>\d{1,2})\s*(?:[:hg]|giờ)?$/u;

/** The clock time that a text names in full; undefined while it is incomplete or invalid. */
export function timeTyped(text: string): string | undefined {
  const found = wholeTime.exec(text.trim().toLowerCase().normalize('NFC'))?.groups;
  return found && timeFrom(Number(found['hours']), Number(found['minutes']));
}

/** The clock time that a finished text means: 830 is 08:30, 14h is 14:00. */
export function timeMeant(text: string): string | undefined {
  const plain = text.trim().toLowerCase().normalize('NFC');
  const found = (hoursOnly.exec(plain) ?? fewDigits.exec(plain))?.groups;
  return found ? timeFrom(Number(found['hours']), Number(found['minutes'] ?? 0)) : timeTyped(plain);
}

/** The clock times that a list offers: one every quarter of an hour. */
export const quarterHours: readonly string[] = Array.from(
  { length: 24 * 4 },
  (_, index) => `${two(Math.floor(index / 4))}:${two((index % 4) * 15)}`,
);

/** The next quarter of an hour after a time, or the one before; stays within the day. */
export function quarterBeside(time: string, by: 1 | -1): string {
  const after = quarterHours.findIndex((each) => each > time);
  const next = by === 1 ? quarterHours[after] : quarterHours.findLast((each) => each < time);
  return next ?? time;
}
