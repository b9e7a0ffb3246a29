import { expect } from 'chai';
import fc from 'fast-check';
import { dayMs, hourMs, instantAt, quarterMs } from '../../../client/state/planning/calendar.ts';
import { timesMeant, typedTimes } from '../../../client/state/planning/meeting-times.ts';

const margins = { preparationMinutes: 15, clearingMinutes: 0 };
const typed = (start: string, end: string, isOvernight = false) => ({
  date: '2026-11-30',
  start,
  end,
  isOvernight,
  preparation: '15',
  clearing: '0',
});

describe('client: the times of a meeting', () => {
  it('mean what was shown, at each quarter of a day and for each length up to a day', () => {
    const midnight = instantAt('2026-11-30', '00:00');
    fc.assert(
      fc.property(fc.nat(95), fc.integer({ min: 1, max: 96 }), (start, length) => {
        const startsAtMs = midnight + start * quarterMs;
        const times = { startsAtMs, endsAtMs: startsAtMs + length * quarterMs, ...margins };
        expect(timesMeant(typedTimes(times))).to.deep.equal(times);
      }),
    );
  });

  it('end at midnight of the day on which they begin', () => {
    const startsAtMs = instantAt('2026-11-30', '22:00');
    expect(timesMeant(typed('22:00', '00:00'))).to.deep.equal({
      startsAtMs,
      endsAtMs: startsAtMs + 2 * hourMs,
      ...margins,
    });
  });

  it('are refused where the end is not after the start, unless they went over midnight', () => {
    expect(timesMeant(typed('17:00', '16:00'))).to.equal('order');
    expect(timesMeant(typed('17:00', ''))).to.equal('order');
    const startsAtMs = instantAt('2026-11-30', '17:00');
    expect(timesMeant(typed('17:00', '16:00', true))).to.deep.equal({
      startsAtMs,
      endsAtMs: startsAtMs + dayMs - hourMs,
      ...margins,
    });
  });
});
