import { expect } from 'chai';
import fc from 'fast-check';
import { holidayOn } from '../../../domain/schedule/holidays.ts';
import {
  homeTimeZone,
  occurrencesOf,
  type RecurrenceProblem,
  shiftedByWallClock,
  wallClockShift,
} from '../../../domain/schedule/recurrence.ts';
import { longestYears, mostOccurrences } from '../../../domain/schedule/recurrence-rule.ts';
import { anyRule, sensibleRule, startsDayByDay, textOf } from '../../support/planning/recurrence-rules.ts';

const day = 86_400_000;
const hour = 3_600_000;

/** The starts in the format `YYYY-MM-DDTHH:MMZ`. */
const starts = (rule: string, first: string, timeZone = homeTimeZone): readonly string[] => {
  const found = occurrencesOf({ rule, timeZone, firstMs: Date.parse(first) });
  if (!found.ok) throw new Error(found.problem);
  return found.startsMs.map((each) => `${new Date(each).toISOString().slice(0, 16)}Z`);
};

/** The offset of the zone's wall clock from UTC, taken from the platform. */
function offsetMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(atMs);
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - atMs;
}

describe('Recurrence', () => {
  it('by weeks keeps the wall-clock hour over both clock changes of a foreign zone', () => {
    // Berlin changes to summer time on 29 March 2026 and back on 25 October 2026: 9:00 is 8:00Z, 7:00Z,
    // 8:00Z.
    expect(starts('FREQ=WEEKLY;BYDAY=MO;COUNT=3', '2026-03-23T08:00Z', 'Europe/Berlin')).to.deep.equal([
      '2026-03-23T08:00Z',
      '2026-03-30T07:00Z',
      '2026-04-06T07:00Z',
    ]);
    expect(starts('FREQ=WEEKLY;COUNT=2', '2026-10-19T07:00Z', 'Europe/Berlin')).to.deep.equal([
      '2026-10-19T07:00Z',
      '2026-10-26T08:00Z',
    ]);
  });

  it('leaves out a time that the clock skips, and takes the first of a time that occurs twice', () => {
    expect(starts('FREQ=DAILY;COUNT=3', '2026-03-28T01:30Z', 'Europe/Berlin')).to.deep.equal([
      '2026-03-28T01:30Z',
      '2026-03-30T00:30Z',
      '2026-03-31T00:30Z',
    ]);
    expect(starts('FREQ=DAILY;COUNT=2', '2026-10-24T00:30Z', 'Europe/Berlin')).to.deep.equal([
      '2026-10-24T00:30Z',
      '2026-10-25T00:30Z',
    ]);
  });

  it('uses the day of the zone where the day in UTC differs', () => {
    // Monday, 6:00 in Vietnam is Sunday, 23:00Z.
    expect(starts('FREQ=WEEKLY;BYDAY=MO;UNTIL=20260315T230000Z', '2026-03-01T23:00Z')).to.deep.equal([
      '2026-03-01T23:00Z',
      '2026-03-08T23:00Z',
      '2026-03-15T23:00Z',
    ]);
  });

  it('supports leap days, months without a 31st, the last working day and the first Monday', () => {
    expect(starts('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2', '2028-02-29T01:00Z').at(-1)).to.equal(
      '2032-02-29T01:00Z',
    );
    expect(starts('FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', '2026-01-31T01:00Z')).to.deep.equal([
      '2026-01-31T01:00Z',
      '2026-03-31T01:00Z',
      '2026-05-31T01:00Z',
    ]);
    expect(
      starts('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3', '2026-01-30T01:00Z'),
    ).to.deep.equal(['2026-01-30T01:00Z', '2026-02-27T01:00Z', '2026-03-31T01:00Z']);
    expect(starts('FREQ=MONTHLY;BYDAY=1MO;COUNT=3', '2026-01-05T01:00Z')).to.deep.equal([
      '2026-01-05T01:00Z',
      '2026-02-02T01:00Z',
      '2026-03-02T01:00Z',
    ]);
  });

  it('in Vietnam, which has no clock changes, is plain counting: five years of any weeks and days', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2032, 0) }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom<[string, number]>(['DAILY', 1], ['WEEKLY', 7]),
        fc.integer({ min: 2, max: 60 }),
        (firstMs, interval, [frequency, days], count) => {
          const rule = `FREQ=${frequency};INTERVAL=${interval};COUNT=${count}`;
          const found = occurrencesOf({ rule, timeZone: homeTimeZone, firstMs });
          expect(found).to.deep.equal({
            ok: true,
            startsMs: Array.from({ length: count }, (_, n) => firstMs + n * interval * days * day),
          });
        },
      ),
      { numRuns: 50 },
    );
    const weekly = starts('FREQ=WEEKLY;UNTIL=20310302T010000Z', '2026-03-02T01:00Z');
    expect(weekly).to.have.length(261);
    expect(weekly.at(-1)).to.equal('2031-02-24T01:00Z');
  });

  it('in any zone has the same wall-clock time at every occurrence', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tehran', homeTimeZone];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 8 * 365 }), (timeZone, days) => {
        // No zone changes its clock at noon.
        const firstMs =
          Date.UTC(2026, 0, 1, 12) + days * day - offsetMs(Date.UTC(2026, 0, 1, 12) + days * day, timeZone);
        const found = occurrencesOf({ rule: 'FREQ=DAILY;INTERVAL=9;COUNT=40', timeZone, firstMs });
        if (!found.ok) throw new Error(found.problem);
        const wall = new Intl.DateTimeFormat('en', { timeZone, timeStyle: 'short' });
        expect(new Set(found.startsMs.map((each) => wall.format(each)))).to.have.property('size', 1);
      }),
      { numRuns: 20 },
    );
  });

  it('returns the reason why a rule makes no series', () => {
    const refused: Readonly<Record<string, RecurrenceProblem>> = {
      'FREQ=DAILY': 'endless',
      'FREQ=HOURLY;COUNT=3': 'not-understood',
      'FREQ=DAILY;COUNT=3;BYHOUR=7,8': 'not-understood',
      'FREQ=DAILY;COUNT=3;COUNT=4': 'not-understood',
      'FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z': 'not-understood',
      'FREQ=WEEKLY;BYDAY=XX;COUNT=3': 'not-understood',
      'FREQ=DAILY;INTERVAL=0;COUNT=3': 'not-understood',
      'FREQ=DAILY;COUNT=3\nEXDATE=20260303': 'not-understood',
      '': 'not-understood',
      // 2 March 2026 is a Monday.
      'FREQ=WEEKLY;BYDAY=TU;COUNT=3': 'first-does-not-follow',
      'FREQ=DAILY;COUNT=1': 'happens-once',
      'FREQ=DAILY;COUNT=401': 'too-many',
      'FREQ=DAILY;UNTIL=20990101T000000Z': 'too-many',
      'FREQ=YEARLY;COUNT=7': 'too-long',
    };
    const firstMs = Date.UTC(2026, 2, 2, 1);
    for (const [rule, problem] of Object.entries(refused)) {
      expect(occurrencesOf({ rule, timeZone: homeTimeZone, firstMs }), rule).to.deep.equal({
        ok: false,
        problem,
      });
    }
    const nowhere = occurrencesOf({ rule: 'FREQ=DAILY;COUNT=2', timeZone: 'Asia/Atlantis', firstMs });
    expect(nowhere).to.deep.equal({ ok: false, problem: 'unknown-time-zone' });
    expect(
      occurrencesOf({ rule: `FREQ=DAILY;COUNT=${mostOccurrences}`, timeZone: homeTimeZone, firstMs }).ok,
    ).to.equal(true);
  });

  it('refuses impossible and oversized rules before it searches', () => {
    const refused: Readonly<Record<string, RecurrenceProblem>> = {
      // The first rule took 11 s, the second 37 s.
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=32;COUNT=2': 'impossible',
      'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-367;COUNT=2': 'not-understood',
      'FREQ=YEARLY;BYMONTH=2;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=36;COUNT=2': 'impossible',
      'FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=13;COUNT=2': 'impossible',
      'FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3;COUNT=2': 'impossible',
      'FREQ=DAILY;BYDAY=MO;BYSETPOS=2;COUNT=2': 'impossible',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=2': 'impossible',
      'FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=-31;COUNT=2': 'impossible',
      'FREQ=MONTHLY;BYDAY=6MO;COUNT=2': 'impossible',
      'FREQ=YEARLY;BYDAY=-54MO;COUNT=2': 'impossible',
      'FREQ=DAILY;INTERVAL=999999999;COUNT=2': 'too-long',
      'FREQ=YEARLY;INTERVAL=6;COUNT=2': 'too-long',
      'FREQ=DAILY;COUNT=999999999': 'too-many',
    };
    for (const [rule, problem] of Object.entries(refused)) {
      expect(
        occurrencesOf({ rule, timeZone: homeTimeZone, firstMs: Date.UTC(2026, 2, 2, 1) }),
        rule,
      ).to.deep.equal({ ok: false, problem });
    }
  });

  it('accepts only the exact grammar of the RFC', () => {
    const sloppy = [
      'FREQ=DAILY;COUNT=+5',
      'FREQ=DAILY;COUNT=-5',
      'FREQ=DAILY;COUNT=0',
      'FREQ=DAILY;COUNT=5,6',
      'FREQ=DAILY;COUNT=5=6',
      'FREQ=DAILY;COUNT=9999999999',
      'FREQ=DAILY;INTERVAL=+1;COUNT=5',
      'FREQ=DAILY,WEEKLY;COUNT=5',
      'FREQ=DAILY;COUNT=5;',
      ';FREQ=DAILY;COUNT=5',
      'FREQ=DAILY;COUNT=5;X=1',
      'FREQ=daily;COUNT=5',
      'FREQ=WEEKLY;BYDAY=,;COUNT=5',
      'FREQ=WEEKLY;BYDAY=MO,;COUNT=5',
      'FREQ=WEEKLY;BYDAY=MO,,TU;COUNT=5',
      'FREQ=WEEKLY;BYDAY=MOTU;COUNT=5',
      'FREQ=WEEKLY;BYDAY=1MO;COUNT=5',
      'FREQ=DAILY;BYDAY=1MO;COUNT=5',
      'FREQ=MONTHLY;BYDAY=0MO;COUNT=5',
      'FREQ=MONTHLY;BYDAY=--1MO;COUNT=5',
      'FREQ=WEEKLY;BYMONTHDAY=2;COUNT=5',
      'FREQ=MONTHLY;BYMONTHDAY=0;COUNT=5',
      'FREQ=MONTHLY;BYMONTHDAY=32;COUNT=5',
      'FREQ=MONTHLY;BYMONTHDAY=2.0;COUNT=5',
      'FREQ=YEARLY;BYMONTH=13;COUNT=5',
      'FREQ=YEARLY;BYMONTH=-3;COUNT=5',
      'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0;COUNT=5',
      // BYSETPOS needs another BY part to choose from.
      'FREQ=MONTHLY;BYSETPOS=1;COUNT=5',
      'FREQ=WEEKLY;WKST=MO,TU;COUNT=5',
      'FREQ=DAILY;UNTIL=20260310',
      'FREQ=DAILY;UNTIL=20260310T010000',
      'FREQ=DAILY;UNTIL=20260230T010000Z',
      'FREQ=DAILY;UNTIL=20260310T250000Z',
    ];
    for (const rule of sloppy) {
      expect(
        occurrencesOf({ rule, timeZone: homeTimeZone, firstMs: Date.UTC(2026, 2, 2, 1) }),
        rule,
      ).to.deep.equal({ ok: false, problem: 'not-understood' });
    }
    expect(starts('FREQ=MONTHLY;BYDAY=+1MO,1MO;BYMONTH=3,4;COUNT=2', '2026-03-02T01:00Z')).to.have.length(2);
  });

  it('stays within the longest series for any rule, and within the library’s limits', () => {
    const firstMs = Date.UTC(2026, 2, 2, 1);
    fc.assert(
      fc.property(anyRule, fc.constantFrom(homeTimeZone, 'Europe/Berlin'), (parts, timeZone) => {
        const rule = textOf(parts);
        const found = occurrencesOf({ rule, timeZone, firstMs });
        if (!found.ok) return;
        expect(found.startsMs).to.have.length.within(2, mostOccurrences);
        expect(found.startsMs[0]).to.equal(firstMs);
        expect(found.startsMs.at(-1)).to.be.at.most(firstMs + longestYears * 366 * day);
      }),
      { numRuns: 500 },
    );
  });

  it('of any sensible rule has the days that the RFC’s text chooses', () => {
    const firstMs = Date.UTC(2026, 2, 2, 1);
    const lastMs = Date.UTC(2031, 2, 2, 1);
    fc.assert(
      fc.property(sensibleRule, (parts) => {
        // Starts on a day of the rule, where the rule has one within a year.
        const [soonest = firstMs] = startsDayByDay({ ...parts, COUNT: 1 }, firstMs, firstMs + 365 * day);
        const expected = startsDayByDay(parts, soonest, lastMs);
        fc.pre(expected[0] === soonest && expected.length === parts.COUNT);
        const found = occurrencesOf({ rule: textOf(parts), timeZone: homeTimeZone, firstMs: soonest });
        expect(found, textOf(parts)).to.deep.equal({ ok: true, startsMs: expected });
      }),
      { numRuns: 200 },
    );
  });

  it('moves by the wall clock: an hour later by the wall clock at each occurrence, across clock changes', () => {
    const winter = Date.parse('2026-03-23T08:00Z');
    const summer = Date.parse('2026-03-30T07:00Z');
    const shift = wallClockShift(winter, winter + hour, 'Europe/Berlin');
    expect(shift).to.equal(hour);
    expect(shiftedByWallClock(summer, shift, 'Europe/Berlin')).to.equal(summer + hour);
    // From one side of the clock change to the other.
    expect(wallClockShift(winter, summer, 'Europe/Berlin')).to.equal(7 * day);
    expect(shiftedByWallClock(winter, 7 * day, 'Europe/Berlin')).to.equal(summer);
  });
});

describe('Holidays', () => {
  it('of fixed days are the same in every year', () => {
    expect(['2026-01-01', '2027-04-30', '2031-05-01', '2030-09-02'].map(holidayOn)).to.deep.equal([
      'new-year',
      'reunification',
      'labour',
      'national-day',
    ]);
    expect(holidayOn('2026-03-02')).to.equal(undefined);
  });

  it('of the moon follow the Chinese calendar from 2025 to 2032; but in 2030 Tet is on 2 February, by the new moon of UTC+7', () => {
    const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', {
      month: 'numeric',
      day: 'numeric',
      timeZone: 'UTC',
    });
    const moonDay = (atMs: number): string => chinese.format(atMs);
    for (let atMs = Date.UTC(2025, 0, 1); atMs < Date.UTC(2033, 0, 1); atMs += day) {
      const date = new Date(atMs).toISOString().slice(0, 10);
      if (date.startsWith('2030')) continue;
      if (moonDay(atMs) === '1/1') expect(holidayOn(date), date).to.equal('tet');
      expect(holidayOn(date) === 'hung-kings', date).to.equal(moonDay(atMs) === '3/10');
    }
    expect(['2030-02-01', '2030-02-02', '2030-02-05', '2030-02-06'].map(holidayOn)).to.deep.equal([
      'tet',
      'tet',
      'tet',
      undefined,
    ]);
  });
});
