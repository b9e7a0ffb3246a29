/** Public holidays in Vietnam. The planner gets a warning; nothing is forbidden. */
export type Holiday = 'new-year' | 'tet' | 'hung-kings' | 'reunification' | 'labour' | 'national-day';

interface Year {
  /** The first and the last of the five days off; which days these are is decided every year. */
  readonly tet: readonly [from: string, to: string];
  /** The tenth day of the third lunar month. */
  readonly hungKings: string;
  /** The day beside 2 September, once it is decided. */
  readonly besideNationalDay?: string;
}

/**
 * Labour Code 2019 (45/2019/QH14), article 112: New Year 1 day, Tet 5, Reunification 1, Labour Day 1,
 * National Day 2 (2 September and one beside it), Hung Kings 1. While the five days of Tet are not decided
 * yet, the table has those from its eve to its fourth day. Lunar days follow the calendar of UTC+7, which is
 * Vietnam's: the new moon of 2 February 2030 is at 23:07 here and after midnight in Beijing, so Tet is a day
 * before the Chinese New Year in that year.
 */
const years: Readonly<Record<string, Year>> = {
  2025: { tet: ['2025-01-27', '2025-01-31'], hungKings: '2025-04-07', besideNationalDay: '2025-09-01' },
  2026: { tet: ['2026-02-16', '2026-02-20'], hungKings: '2026-04-26', besideNationalDay: '2026-09-01' },
  2027: { tet: ['2027-02-05', '2027-02-09'], hungKings: '2027-04-16' },
  2028: { tet: ['2028-01-25', '2028-01-29'], hungKings: '2028-04-04' },
  2029: { tet: ['2029-02-12', '2029-02-16'], hungKings: '2029-04-23' },
  2030: { tet: ['2030-02-01', '2030-02-05'], hungKings: '2030-04-12' },
  2031: { tet: ['2031-01-22', '2031-01-26'], hungKings: '2031-04-01' },
  2032: { tet: ['2032-02-10', '2032-02-14'], hungKings: '2032-04-19' },
};

const everyYear: Readonly<Record<string, Holiday>> = {
  '01-01': 'new-year',
  '04-30': 'reunification',
  '05-01': 'labour',
  '09-02': 'national-day',
};

/**
 * @param day in Vietnam, `YYYY-MM-DD`. Lunar holidays are known from 2025 to 2032: a series that is planned
 *   today ends before
 */
export function holidayOn(day: string): Holiday | undefined {
  const [year = '', ...monthAndDay] = day.split('-');
  const known = years[year];
  if (known && known.tet[0] <= day && day <= known.tet[1]) return 'tet';
  if (known?.hungKings === day) return 'hung-kings';
  if (known?.besideNationalDay === day) return 'national-day';
  return everyYear[monthAndDay.join('-')];
}
