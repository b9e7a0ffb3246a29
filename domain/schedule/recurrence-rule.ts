/** The value of an RRULE (RFC 5545, 3.3.10) as meetings use it: daily or less often, with an end. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  /** Exactly one of `count` and `untilMs` is set. */
  readonly count: number | null;
  readonly untilMs: number | null;
  /** Such as `MO`, `1MO` or `-1FR`. */
  readonly byDay: readonly string[];
  readonly byMonthDay: readonly number[];
  readonly byMonth: readonly number[];
  readonly bySetPos: readonly number[];
  readonly weekStart: string;
}

export type RuleProblem = 'not-understood' | 'endless' | 'impossible' | 'too-many' | 'too-long';

export type ParsedRule =
  | { readonly ok: true; readonly rule: RecurrenceRule }
  | { readonly ok: false; readonly problem: RuleProblem };

/** The longest series: each occurrence holds its rooms, so a longer one is a mistake. */
export const longestYears = 5;
export const mostOccurrences = 400;

const longestRule = 200;

/** How many steps of a frequency fit into the longest series, including one that is only begun. */
const longestInterval = { DAILY: 1_827, WEEKLY: 261, MONTHLY: 60, YEARLY: 5 } as const;
type Frequency = keyof typeof longestInterval;
const frequencies: Readonly<Record<string, Frequency>> = {
  DAILY: 'DAILY',
  WEEKLY: 'WEEKLY',
  MONTHLY: 'MONTHLY',
  YEARLY: 'YEARLY',
};

const weekday = '(?:MO|TU|WE|TH|FR|SA|SU)';
const list = (item: string): RegExp => new RegExp(`^${item}(?:,${item})*$`);

/** The grammar of RFC 5545 for each part, without parts for less than a day. */
const grammar = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^\d{1,9}$/,
  COUNT: /^\d{1,9}$/,
  // In UTC, because a meeting starts at a local time of a time zone (3.3.10, UNTIL).
  UNTIL: /^\d{8}T\d{6}Z$/,
  BYDAY: list(`(?:[+-]?\\d{1,2})?${weekday}`),
  BYMONTHDAY: list('[+-]?\\d{1,2}'),
  BYMONTH: list('\\d{1,2}'),
  BYSETPOS: list('[+-]?\\d{1,3}'),
  WKST: new RegExp(`^${weekday}$`),
} as const;
type Part = keyof typeof grammar;

const isPart = (name: string): name is Part => Object.hasOwn(grammar, name);

/**
 * Parses a rule by the grammar of the RFC. An accepted rule is cheap to expand within `longestYears`: rules
 * that can have no occurrence are `impossible`, and steps longer than the longest series are `too-long`.
 */
export function parseRule(text: string): ParsedRule {
  const parts = partsOf(text);
  if (parts === undefined) return refused('not-understood');
  const frequency = frequencies[parts.get('FREQ') ?? ''];
  const untilMs = parts.has('UNTIL') ? instantOf(parts.get('UNTIL') ?? '') : null;
  if (frequency === undefined || untilMs === undefined) return refused('not-understood');
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : null;
  const rule: RecurrenceRule = {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? '1'),
    count,
    untilMs,
    byDay: [...new Set(itemsOf(parts.get('BYDAY')).map((day) => day.replace('+', '')))],
    byMonthDay: numbersOf(parts.get('BYMONTHDAY')),
    byMonth: numbersOf(parts.get('BYMONTH')),
    bySetPos: numbersOf(parts.get('BYSETPOS')),
    weekStart: parts.get('WKST') ?? 'MO',
  };
  const problem = problemWith(rule);
  return problem === undefined ? { ok: true, rule } : refused(problem);
}

/** The parts by name; undefined if a part is unknown, malformed or repeated. */
function partsOf(text: string): ReadonlyMap<Part, string> | undefined {
  if (text.length > longestRule) return undefined;
  const parts = new Map<Part, string>();
  for (const part of text.split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (more.length > 0 || !isPart(name) || parts.has(name) || !grammar[name].test(value)) return undefined;
    parts.set(name, value);
  }
  return parts;
}

function problemWith(rule: RecurrenceRule): RuleProblem | undefined {
  const { frequency, interval, count, untilMs, byDay, byMonthDay, byMonth, bySetPos } = rule;
  const byMonthsOrYears = frequency === 'MONTHLY' || frequency === 'YEARLY';
  const understood =
    interval > 0 &&
    (count === null || (count > 0 && untilMs === null)) &&
    byMonth.every((month) => month >= 1 && month <= 12) &&
    [...byMonthDay, ...bySetPos, ...byDay.flatMap(nthOf)].every((number) => number !== 0) &&
    byMonthDay.every((day) => Math.abs(day) <= 31) &&
    bySetPos.every((position) => Math.abs(position) <= 366) &&
    // Combinations that the RFC forbids.
    (byMonthsOrYears || byDay.every((day) => nthOf(day).length === 0)) &&
    (frequency !== 'WEEKLY' || byMonthDay.length === 0) &&
    (bySetPos.length === 0 || byDay.length + byMonthDay.length + byMonth.length > 0);
  if (!understood) return 'not-understood';
  if (count === null && untilMs === null) return 'endless';
  if (count !== null && count > mostOccurrences) return 'too-many';
  if (interval > longestInterval[frequency]) return 'too-long';
  return isPossible(rule) ? undefined : 'impossible';
}

/** Days of each month of a leap year. */
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether each number of the rule can mean a day in some year. */
function isPossible({ frequency, byDay, byMonthDay, byMonth, bySetPos }: RecurrenceRule): boolean {
  const months = byMonth.length > 0 ? byMonth : longestMonths.map((_, index) => index + 1);
  const longestMonth = Math.max(...months.map((month) => longestMonths[month - 1] ?? 0));
  const mostWeeks = frequency === 'YEARLY' && byMonth.length === 0 ? 53 : 5;
  return (
    byMonthDay.every((day) => Math.abs(day) <= longestMonth) &&
    byDay.flatMap(nthOf).every((nth) => Math.abs(nth) <= mostWeeks) &&
    bySetPos.every((position) => Math.abs(position) <= largestSet({ frequency, byDay, byMonthDay, byMonth }))
  );
}

/** The most days that one step of the rule has, before BYSETPOS takes some of them. */
function largestSet({
  frequency,
  byDay,
  byMonthDay,
  byMonth,
}: Pick<RecurrenceRule, 'frequency' | 'byDay' | 'byMonthDay' | 'byMonth'>): number {
  switch (frequency) {
    case 'DAILY':
      return 1;
    case 'WEEKLY':
      return Math.max(1, byDay.length);
    case 'MONTHLY':
      return smallest(31, [daysOf(byDay, 5), byMonthDay.length], 1);
    case 'YEARLY': {
      const weekdays = byMonth.length > 0 ? byMonth.length * daysOf(byDay, 5) : daysOf(byDay, 53);
      const monthDays = (byMonth.length || 12) * byMonthDay.length;
      return smallest(366, [weekdays, monthDays], Math.max(1, byMonth.length));
    }
    default:
      return frequency satisfies never;
  }
}

/** How many days these weekdays select in a period of `weeks` weeks. */
const daysOf = (byDay: readonly string[], weeks: number): number =>
  byDay.reduce((sum, day) => sum + (nthOf(day).length > 0 ? 1 : weeks), 0);

/**
 * The largest possible size of the intersection of several sets. An empty set is a part that is not asked
 * for.
 */
function smallest(most: number, sets: readonly number[], ifNoneIsAskedFor: number): number {
  const asked = sets.filter((size) => size > 0);
  return asked.length === 0 ? ifNoneIsAskedFor : Math.min(most, ...asked);
}

/** The number before a weekday, if there is one. */
function nthOf(day: string): readonly number[] {
  const number = day.slice(0, -2);
  return number === '' ? [] : [Number(number)];
}

const itemsOf = (value: string | undefined): readonly string[] => value?.split(',') ?? [];
const numbersOf = (value: string | undefined): readonly number[] => [...new Set(itemsOf(value).map(Number))];

/** Epoch ms; undefined if the day or the time does not exist. */
function instantOf(text: string): number | undefined {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const atMs = Date.parse(iso);
  return Number.isNaN(atMs) || new Date(atMs).toISOString() !== iso ? undefined : atMs;
}

const refused = (problem: RuleProblem): ParsedRule => ({ ok: false, problem });
