import { expect } from 'chai';
import fc from 'fast-check';
import { movingTogether, type Moving } from '../../../domain/schedule/free-together.ts';
import { touch, touching, type Span } from '../../../domain/schedule/free-times.ts';
import { homeTimeZone, occurrencesOf, shiftedByWallClock } from '../../../domain/schedule/recurrence.ts';

const minute = 60_000;
const hour = 60 * minute;
const week = 7 * 24 * hour;
/** Monday 2 March 2026, 8:00 in Vietnam. */
const monday = Date.UTC(2026, 2, 2, 1);
const span = (fromMs: number, toMs: number): Span => ({ fromMs, toMs });
const asked = span(monday, monday + hour);
const early = { notBeforeMs: 0, count: 3 };
const shown = (starts: readonly number[]): readonly string[] =>
  starts.map((start) => new Date(start + 7 * hour).toISOString().slice(5, 16).replace('T', ' '));

/** An hour on each of the given number of Mondays. */
const mondays = (count: number, given: Partial<Moving> = {}): readonly Moving[] =>
  Array.from({ length: count }, (_, n) => ({
    held: span(monday + n * week, monday + n * week + hour),
    needsOne: false,
    ...given,
  }));
const free = (
  busy: readonly Span[],
  moving: readonly Moving[],
  search: Parameters<ReturnType<typeof movingTogether>['nearestFree']>[1] = early,
) => shown(movingTogether(asked, moving, homeTimeZone).nearestFree(busy, search));

describe('the bookings that touch a span', () => {
  it('are the same as when each booking is checked alone', () => {
    const some = fc
      .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 30 }))
      .map(([fromMs, lengthMs]) => span(fromMs, fromMs + lengthMs));
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), some, (spans, one) => {
        expect(touching(spans)(one)).to.deep.equal(
          spans.toSorted((a, b) => a.fromMs - b.fromMs).filter((each) => touch(each, one)),
        );
      }),
    );
  });
});

describe('free times of a series', () => {
  it('are those at which all occurrences are free', () => {
    const third = monday + 2 * week;
    const busy = [span(third - hour, third + 30 * minute), span(monday + hour, monday + 90 * minute)];
    expect(free(busy, mondays(4))).to.deep.equal(['03-02 09:30', '03-02 09:45', '03-02 10:00']);
    expect(free(busy, mondays(2))).to.deep.equal(['03-02 08:00', '03-02 07:45', '03-02 07:30']);
  });

  it('are on the same day, in office hours, and never in the past', () => {
    const allDay = [span(monday - hour, monday + 8 * hour)];
    const late = { ...early, count: 100 };
    expect(free(allDay, mondays(3), late)).to.deep.equal([
      '03-02 16:00',
      '03-02 16:15',
      '03-02 16:30',
      '03-02 16:45',
      '03-02 17:00',
    ]);
    expect(free(allDay, mondays(3), { ...late, notBeforeMs: monday + 9 * hour })).to.deep.equal([
      '03-02 17:00',
    ]);
    expect(free([span(monday + week, monday + week + 10 * hour)], mondays(2), late)).to.deep.equal([
      '03-02 07:00',
    ]);
    expect(free([span(0, monday + 2 * week)], mondays(2))).to.deep.equal([]);
  });

  it('stay on the day of a meeting at night, too', () => {
    const night = span(monday + 15 * hour, monday + 16 * hour);
    const moving = [{ held: night, needsOne: false }];
    const found = movingTogether(night, moving, homeTimeZone).nearestFree([night], { ...early, count: 100 });
    expect(shown(found).slice(0, 2)).to.deep.equal(['03-02 22:00', '03-02 21:45']);
    expect([shown(found).toSorted()[0], shown(found).toSorted().at(-1)]).to.deep.equal([
      '03-02 00:00',
      '03-02 22:00',
    ]);
  });

  it('need one of several equal resources at each occurrence that needs one, not always the same one', () => {
    const first = [span(monday, monday + 3 * hour)];
    const second = [span(monday + week, monday + week + 3 * hour)];
    const both = [...first, ...second];
    const search = { ...early, count: 1 };
    const needing = mondays(2, { needsOne: true });
    expect(free([], needing, { ...search, oneOf: [first, second] })).to.deep.equal(['03-02 08:00']);
    expect(free([], needing, { ...search, oneOf: [both, second] })).to.deep.equal(['03-02 07:00']);
    expect(free([], mondays(2), { ...search, oneOf: [both, both] })).to.deep.equal(['03-02 08:00']);
  });

  it('follow the wall clock of the zone on the day that its clock changes', () => {
    // Berlin: 9:00 is 8:00Z on Saturday 28 March 2026 and 7:00Z on Sunday; the clock changes at 1:00Z.
    const timeZone = 'Europe/Berlin';
    const found = occurrencesOf({
      rule: 'FREQ=DAILY;COUNT=2',
      timeZone,
      firstMs: Date.parse('2026-03-28T08:00Z'),
    });
    if (!found.ok) throw new Error(found.problem);
    const moving = found.startsMs.map((fromMs) => ({ held: span(fromMs, fromMs + hour), needsOne: false }));
    const [saturday] = moving;
    if (saturday === undefined) throw new Error('there is no first');
    // All of Sunday but 1:00 to 2:00 by the wall clock, which is from midnight Z, before the clock changes.
    const busy = [
      span(Date.parse('2026-03-28T23:00Z'), Date.parse('2026-03-29T00:00Z')),
      span(Date.parse('2026-03-29T01:00Z'), Date.parse('2026-03-29T22:00Z')),
    ];
    const starts = movingTogether(saturday.held, moving, timeZone).nearestFree(busy, early);
    expect(starts.map((start) => new Date(start).toISOString())).to.deep.equal(['2026-03-28T00:00:00.000Z']);
  });

  it('are all free, within the reach of each, with no nearer time left out, for any bookings', () => {
    const zones = [homeTimeZone, 'Europe/Berlin', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 52 }),
        fc.array(fc.tuple(fc.integer({ min: -96, max: 4 * 7 * 96 }), fc.integer({ min: 1, max: 40 })), {
          maxLength: 40,
        }),
        (timeZone, weeks, blocks) => {
          const firstMs = monday + weeks * week;
          const found = occurrencesOf({ rule: 'FREQ=WEEKLY;COUNT=4', timeZone, firstMs });
          if (!found.ok) throw new Error(found.problem);
          const busy = blocks.map(([at, length]) =>
            span(firstMs + at * 15 * minute, firstMs + (at + length) * 15 * minute),
          );
          const held = found.startsMs.map((fromMs) => span(fromMs - 15 * minute, fromMs + hour));
          const first = span(firstMs, firstMs + hour);
          const together = movingTogether(
            first,
            held.map((each) => ({ held: each, needsOne: false })),
            timeZone,
          );
          const starts = together.nearestFree(busy, { notBeforeMs: 0, count: 500 });
          const moved = (by: number) =>
            held.map(({ fromMs, toMs }) =>
              span(shiftedByWallClock(fromMs, by, timeZone), shiftedByWallClock(toMs, by, timeZone)),
            );
          for (const start of starts) {
            for (const [n, each] of moved(start - firstMs).entries()) {
              expect(busy.filter((other) => touch(other, each))).to.deep.equal([]);
              expect(each.fromMs).to.be.at.least(together.reaches[n]?.fromMs ?? Infinity);
              expect(each.toMs).to.be.at.most(together.reaches[n]?.toMs ?? -Infinity);
            }
          }
          // Includes the nearest later quarter hour of the same day, if it is free.
          const next = firstMs + 15 * minute;
          const isFree = moved(15 * minute).every((each) => !busy.some((other) => touch(other, each)));
          expect(starts.includes(next)).to.equal(isFree);
        },
      ),
      { numRuns: 50 },
    );
  });
});
