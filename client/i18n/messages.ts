import { computed, effect, signal } from '@preact/signals';
import type { WireError } from '../../protocol/errors.ts';
import { remember, remembered } from '../state/remembered.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** Both languages have the same keys; Vietnamese is the first, so it is the type. */
export type Messages = typeof vi;
export type Language = 'vi' | 'en';

export const language = signal<Language>(remembered('language') === 'en' ? 'en' : 'vi');
const messages = computed<Messages>(() => (language.value === 'en' ? en : vi));

/** The words of the screen; a view that reads them follows the switch. */
export const t = (): Messages => messages.value;

export function switchLanguage(): void {
  language.value = language.value === 'vi' ? 'en' : 'vi';
  remember('language', language.value);
}

/** Keeps the document's language right, for screen readers and hyphenation. */
export const followLanguage = (root: HTMLElement): (() => void) =>
  effect(() => {
    root.lang = language.value;
  });

const locale = computed(() => (language.value === 'vi' ? 'vi-VN' : 'en-GB'));

/** A wait in words, rounded up: seconds, or from a minute and a half on minutes. */
export function durationOf(seconds: number): string {
  const [unit, count] = seconds < 90 ? ['second', seconds] : ['minute', Math.ceil(seconds / 60)];
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** What a refused command is told with: where the server said how long to wait, that too. */
export const refusalText = ({ code, retryAfterS }: WireError): string =>
  code === 'too-fast' && retryAfterS !== undefined
    ? t().waits.sentTooMuch(durationOf(retryAfterS))
    : t().errors[code];

/** Meetings are held by Vietnam's clocks, whatever the machine's own zone. */
const timeZone = 'Asia/Ho_Chi_Minh';

/** To make one takes a hundred times as long as to use it, and a grid of rooms uses hundreds. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(ms: number, options: Intl.DateTimeFormatOptions): string {
  const key = locale.value + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale.value, { ...options, timeZone });
  formats.set(key, format);
  return format.format(ms);
}

export const timeOfDay = (ms: number): string => formatted(ms, { hour: '2-digit', minute: '2-digit' });

export const dayOf = (ms: number): string =>
  formatted(ms, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

export const weekdayOf = (ms: number): string => formatted(ms, { weekday: 'short' });

export const shortDayOf = (ms: number): string =>
  formatted(ms, { weekday: 'short', day: '2-digit', month: '2-digit' });

/** Of a calendar day, `YYYY-MM-DD`. */
export const dateOf = (day: string): string =>
  formatted(Date.parse(day), { day: '2-digit', month: '2-digit', year: 'numeric' });

export const monthOf = (ms: number): string => formatted(ms, { month: 'long', year: 'numeric' });

/** To the second, with the year: for what is looked up long after. */
export const momentOf = (ms: number): string => formatted(ms, { dateStyle: 'short', timeStyle: 'medium' });

export const clockTime = (ms: number): string =>
  formatted(ms, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
