import { expect } from 'chai';
import fc from 'fast-check';
import { nearestFree, searchedMs, touch, type Span } from '../../../domain/schedule/free-times.ts';
import { minuteOfDayInVietnam, weekdayInVietnam } from '../../../domain/sites/calendar.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Monday 2 March 2026, 8:00 in Vietnam. */
const monday = Date.UTC(2026, 2, 2, 1);
const none = { beforeMs: 0, afterMs: 0 };
const morning = { fromMs: monday, toMs: monday + hour };
const early = { notBeforeMs: 0, count: 3 };
const span = (fromMs: number, toMs: number): Span => ({ fromMs, toMs });
const shown = (starts: readonly number[]): readonly string[] =>
  starts.map((start) => new Date(start + 7 * hour).toISOString().slice(5, 16).replace('T', ' '));

describe('free times', () => {
  it('are the nearest quarter hours, before and after', () => {
    expect(shown(nearestFree([], morning, none, early))).to.deep.equal([
      '03-02 08:00',
      '03-02 08:15',
      '03-02 07:45',
    ]);
    const busy = [span(monday - hour, monday + 90 * minute)];
    expect(shown(nearestFree(busy, morning, none, early))).to.deep.equal([
      '03-02 09:30',
      '03-02 09:45',
      '03-02 10:00',
    ]);
  });

  it('leave room for the margins on both sides', () => {
    const busy = [span(monday, monday + hour), span(monday + 3 * hour, monday + 4 * hour)];
    const margins = { beforeMs: 15 * minute, afterMs: 15 * minute };
    expect(shown(nearestFree(busy, morning, margins, early))).to.deep.equal([
      '03-02 09:15',
      '03-02 09:30',
      '03-02 09:45',
    ]);
  });

  it('are in office hours, up to the next working day', () => {
    const busy = [span(monday - 24 * hour, monday + 24 * hour - hour)];
    const friday = monday + 4 * 24 * hour;
    expect(shown(nearestFree(busy, morning, none, early))[0]).to.equal('03-03 07:00');
    const allFriday = [span(friday - hour, friday + 10 * hour)];
    const wanted = span(friday + 8 * hour, friday + 9 * hour);
    expect(shown(nearestFree(allFriday, wanted, none, { ...early, notBeforeMs: friday }))[0]).to.equal(
      '03-09 07:00',
    );
  });

  it('skip lunch, unless the wanted time is over lunch itself', () => {
    const busy = [span(monday - 3 * hour, monday + 150 * minute)];
    expect(shown(nearestFree(busy, morning, none, early))).to.deep.equal([
      '03-02 10:30',
      '03-02 13:30',
      '03-02 13:45',
    ]);
    const wholeDay = span(monday, monday + 8 * hour);
    expect(shown(nearestFree([], wholeDay, none, { ...early, count: 1 }))).to.deep.equal(['03-02 08:00']);
    const overLunch = span(monday + 4 * hour, monday + 5 * hour);
    expect(shown(nearestFree([], overLunch, none, { ...early, count: 2 }))).to.deep.equal([
      '03-02 12:00',
      '03-02 12:15',
    ]);
  });

  it('are at any hour for a meeting at night, and never in the past', () => {
    const night = span(monday + 13 * hour, monday + 14 * hour);
    const busy = [span(night.fromMs, night.toMs)];
    const found = nearestFree(busy, night, none, { notBeforeMs: night.fromMs, count: 1 });
    expect(shown(found)).to.deep.equal(['03-02 22:00']);
  });

  it('are on any day for a meeting on a Saturday, and by day for a meeting by day', () => {
    const saturday = monday + 5 * 24 * hour;
    const wanted = span(saturday, saturday + hour);
    const busy = [span(saturday - hour, saturday + 10 * hour)];
    expect(shown(nearestFree(busy, wanted, none, { notBeforeMs: monday, count: 3 }))).to.deep.equal([
      '03-06 17:00',
      '03-06 16:45',
      '03-06 16:30',
    ]);
  });

  it('need one of several equal resources, the same one for the whole time', () => {
    const first = [span(monday, monday + 90 * minute)];
    const second = [span(monday + 90 * minute, monday + 5 * hour)];
    const long = span(monday, monday + 2 * hour);
    expect(shown(nearestFree([], long, none, { ...early, oneOf: [first, second] }))).to.deep.equal([
      '03-02 07:30',
      '03-02 07:15',
      '03-02 07:00',
    ]);
    expect(nearestFree([], morning, none, { ...early, oneOf: [[], second] })).to.deep.equal(
      nearestFree([], morning, none, early),
    );
  });

  it('are none where everything is booked for a week', () => {
    expect(nearestFree([span(0, monday + 30 * 24 * hour)], morning, none, early)).to.deep.equal([]);
  });

  it('are free, in office hours, within a week and the nearest first, for any bookings', () => {
    const offset = fc.integer({ min: -400, max: 400 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(offset, fc.integer({ min: 1, max: 40 })), { maxLength: 30 }),
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 0, max: 4 }),
        (blocks, quarters, margin) => {
          const busy = blocks.map(([at, length]) => {
            const fromMs = monday + at * 15 * minute;
            return span(fromMs, fromMs + length * 15 * minute);
          });
          const wanted = span(monday, monday + quarters * 15 * minute);
          const margins = { beforeMs: margin * 15 * minute, afterMs: margin * 15 * minute };
          const found = nearestFree(busy, wanted, margins, early);
          let last = 0;
          for (const fromMs of found) {
            const toMs = fromMs + wanted.toMs - wanted.fromMs;
            const held = span(fromMs - margins.beforeMs, toMs + margins.afterMs);
            expect(busy.filter((each) => touch(each, held))).to.deep.equal([]);
            expect(weekdayInVietnam(fromMs)).to.be.within(1, 5);
            expect(minuteOfDayInVietnam(fromMs)).to.be.at.least(7 * 60);
            expect(Math.abs(fromMs - wanted.fromMs)).to.be.within(last, searchedMs);
            last = Math.abs(fromMs - wanted.fromMs);
          }
        },
      ),
    );
  });
});
