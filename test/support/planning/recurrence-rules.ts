import fc from 'fast-check';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;

/** A rule by its parts, named as in the RFC; a missing part is not in the text. */
export interface RuleParts {
  readonly FREQ: (typeof frequencies)[number];
  readonly INTERVAL?: number;
  readonly COUNT?: number;
  readonly UNTIL?: string;
  readonly BYDAY?: readonly string[];
  readonly BYMONTHDAY?: readonly number[];
  readonly BYMONTH?: readonly number[];
  readonly BYSETPOS?: readonly number[];
  readonly WKST?: string;
}

export const textOf = (parts: RuleParts): string =>
  Object.entries(parts)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(';');

const some = <T>(item: fc.Arbitrary<T>, most = 7) => fc.uniqueArray(item, { minLength: 1, maxLength: most });
const signed = (most: number) => fc.integer({ min: -most, max: most }).filter((number) => number !== 0);

/** Rules by the grammar of the RFC, sensible or not, with every combination of parts and numbers. */
export const anyRule: fc.Arbitrary<RuleParts> = fc.record(
  {
    FREQ: fc.constantFrom(...frequencies),
    INTERVAL: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 999_999_999 })),
    COUNT: fc.oneof(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 999_999_999 })),
    BYDAY: some(
      fc
        .tuple(fc.option(signed(53), { nil: '' }), fc.constantFrom(...weekdays))
        .map(([nth, day]) => `${nth}${day}`),
    ),
    BYMONTHDAY: some(signed(31), 31),
    BYMONTH: some(fc.integer({ min: 1, max: 12 }), 12),
    BYSETPOS: some(fc.oneof(signed(6), signed(366)), 4),
    WKST: fc.constantFrom(...weekdays),
  },
  { requiredKeys: ['FREQ', 'COUNT'] },
);

/** Rules that people use, with numbers that fit each other. */
export const sensibleRule: fc.Arbitrary<RuleParts> = fc.constantFrom(...frequencies).chain((FREQ) => {
  const byMonth = FREQ === 'MONTHLY' || FREQ === 'YEARLY';
  const plainDays = some(fc.constantFrom<string>(...weekdays));
  const nthDays = some(
    fc.tuple(signed(4), fc.constantFrom(...weekdays)).map(([nth, day]) => `${nth}${day}`),
    3,
  );
  return fc
    .record(
      {
        FREQ: fc.constant(FREQ),
        INTERVAL: fc.integer({ min: 1, max: 3 }),
        COUNT: fc.integer({ min: 2, max: 40 }),
        BYDAY: byMonth ? fc.oneof(plainDays, nthDays) : plainDays,
        ...(FREQ !== 'WEEKLY' && { BYMONTHDAY: some(signed(28), 10) }),
        BYMONTH: some(fc.integer({ min: 1, max: 12 }), 12),
        BYSETPOS: some(fc.constantFrom(1, -1), 2),
        WKST: fc.constantFrom(...weekdays),
      },
      { requiredKeys: ['FREQ', 'COUNT'] },
    )
    .filter(
      ({ BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS }) =>
        (BYSETPOS === undefined || (BYDAY ?? BYMONTHDAY ?? BYMONTH) !== undefined) &&
        // The RFC does not define the period of an nth weekday beside BYMONTHDAY.
        (BYMONTHDAY === undefined || BYDAY === undefined || BYDAY.every((day) => day.length === 2)),
    );
});

const dayMs = 86_400_000;

/**
 * The starts of a rule, found day by day with the text of the RFC, for a zone without clock changes. Slow,
 * and independent of the product's code.
 *
 * @param firstMs an instant whose UTC day counts
 */
export function startsDayByDay(parts: RuleParts, firstMs: number, lastMs: number): readonly number[] {
  const { FREQ, INTERVAL = 1, COUNT = Infinity, BYSETPOS } = parts;
  const found: number[] = [];
  const first = new Date(firstMs);
  for (let step = 0; found.length < COUNT; step += INTERVAL) {
    const { fromMs, toMs } = periodAt(FREQ, firstMs, step, parts.WKST ?? 'MO');
    if (fromMs > lastMs) break;
    const days: number[] = [];
    for (let atMs = fromMs; atMs < toMs; atMs += dayMs)
      if (isIn(parts, new Date(atMs), first)) days.push(atMs);
    const chosen = BYSETPOS
      ? days.filter((_, index) => BYSETPOS.some((at) => index === (at > 0 ? at - 1 : days.length + at)))
      : days;
    for (const atMs of chosen)
      if (atMs >= firstMs && atMs <= lastMs && found.length < COUNT) found.push(atMs);
  }
  return found;
}

function periodAt(FREQ: RuleParts['FREQ'], firstMs: number, step: number, WKST: string) {
  const first = new Date(firstMs);
  const timeOfDay = firstMs % dayMs;
  const at = (year: number, month: number) => Date.UTC(year, month) + timeOfDay;
  switch (FREQ) {
    case 'DAILY':
      return { fromMs: firstMs + step * dayMs, toMs: firstMs + (step + 1) * dayMs };
    case 'WEEKLY': {
      const intoWeek = (mondayBased(first) - weekdays.findIndex((day) => day === WKST) + 7) % 7;
      const fromMs = firstMs + (step * 7 - intoWeek) * dayMs;
      return { fromMs, toMs: fromMs + 7 * dayMs };
    }
    case 'MONTHLY': {
      const month = first.getUTCMonth() + step;
      return { fromMs: at(first.getUTCFullYear(), month), toMs: at(first.getUTCFullYear(), month + 1) };
    }
    case 'YEARLY': {
      const year = first.getUTCFullYear() + step;
      return { fromMs: at(year, 0), toMs: at(year + 1, 0) };
    }
    default:
      return FREQ satisfies never;
  }
}

function isIn({ FREQ, BYDAY, BYMONTHDAY, BYMONTH }: RuleParts, day: Date, first: Date): boolean {
  const month = day.getUTCMonth() + 1;
  const date = day.getUTCDate();
  if (BYMONTH && !BYMONTH.includes(month)) return false;
  const daysInMonth = new Date(Date.UTC(day.getUTCFullYear(), month, 0)).getUTCDate();
  if (BYMONTHDAY && !BYMONTHDAY.some((each) => date === (each > 0 ? each : daysInMonth + 1 + each)))
    return false;
  if (BYDAY && !BYDAY.some((each) => isWeekday(each, day, FREQ === 'YEARLY' && !BYMONTH, daysInMonth)))
    return false;
  if (BYDAY || BYMONTHDAY) return true;
  // Parts that the rule leaves open come from the first occurrence.
  if (FREQ === 'WEEKLY') return day.getUTCDay() === first.getUTCDay();
  if (FREQ === 'MONTHLY') return date === first.getUTCDate();
  if (FREQ === 'YEARLY') {
    return (
      date === first.getUTCDate() && (BYMONTH !== undefined || day.getUTCMonth() === first.getUTCMonth())
    );
  }
  return true;
}

function isWeekday(each: string, day: Date, ofYear: boolean, daysInMonth: number): boolean {
  if (weekdays[mondayBased(day)] !== each.slice(-2)) return false;
  if (each.length === 2) return true;
  const nth = Number(each.slice(0, -2));
  const year = day.getUTCFullYear();
  const days = ofYear ? (Date.UTC(year + 1, 0) - Date.UTC(year, 0)) / dayMs : daysInMonth;
  const place = ofYear ? Math.floor((day.getTime() - Date.UTC(year, 0)) / dayMs) : day.getUTCDate() - 1;
  return nth > 0 ? Math.floor(place / 7) === nth - 1 : Math.floor((days - 1 - place) / 7) === -nth - 1;
}

const mondayBased = (day: Date): number => (day.getUTCDay() + 6) % 7;
