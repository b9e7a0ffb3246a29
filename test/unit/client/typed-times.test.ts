import { expect } from 'chai';
import fc from 'fast-check';
import { dayAfterKey, yearBeside } from '../../../client/state/day-keys.ts';
import {
  dayMeant,
  dayTyped,
  quarterBeside,
  quarterHours,
  timeMeant,
  timeTyped,
  typedDay,
} from '../../../client/state/typed-times.ts';

const today = '2026-11-29';

describe('client: typed dates', () => {
  it('are read as day, month, year, with the usual separators', () => {
    for (const text of [
      '07/12/2026',
      '7/12/2026',
      '7-12-2026',
      '07.12.2026',
      ' 7 / 12 / 2026 ',
      '07122026',
    ]) {
      expect(dayTyped(text), text).to.equal('2026-12-07');
    }
    expect(dayTyped('2026-12-07')).to.equal('2026-12-07');
  });

  it('are incomplete until the year has four digits', () => {
    for (const text of ['', '7', '07/12', '07/12/', '07/12/2', '07/12/20', '07/12/202', '0712202']) {
      expect(dayTyped(text), text).to.equal(undefined);
    }
  });

  it('are refused where the calendar has no such day', () => {
    for (const text of ['31/02/2026', '29/02/2026', '00/01/2026', '32/01/2026', '12/13/2026', '31042026']) {
      expect(dayTyped(text), text).to.equal(undefined);
      expect(dayMeant(text, today), text).to.equal(undefined);
    }
    expect(dayTyped('29/02/2028')).to.equal('2028-02-29');
  });

  it('may leave out the century or the year once they are finished', () => {
    expect(dayMeant('7/12/26', today)).to.equal('2026-12-07');
    expect(dayMeant('7/12', today)).to.equal('2026-12-07');
    expect(dayMeant('15/01', today)).to.equal('2027-01-15');
    expect(dayMeant('15/01', '2026-02-01')).to.equal('2026-01-15');
    expect(dayMeant('29/02', '2027-12-01')).to.equal('2028-02-29');
    expect(dayMeant('thứ hai', today)).to.equal(undefined);
  });

  it('are written as they are read', () => {
    expect(typedDay('2026-12-07')).to.equal('07/12/2026');
    expect(typedDay('')).to.equal('');
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(dayTyped(typedDay(day))).to.equal(day);
        expect(dayMeant(typedDay(day), today)).to.equal(day);
      }),
    );
  });
});

describe('client: typed times', () => {
  it('are read on the 24-hour clock, with a colon, a dot, h or giờ', () => {
    for (const text of ['08:30', '8:30', '8.30', '8h30', '8H30', '8g30', '8 giờ 30']) {
      expect(timeTyped(text), text).to.equal('08:30');
    }
    expect(timeTyped('23:59')).to.equal('23:59');
  });

  it('are incomplete until the minutes have two digits', () => {
    for (const text of ['', '8', '8:', '8:3', '8h', '830']) expect(timeTyped(text), text).to.equal(undefined);
  });

  it('may be hours alone or digits alone once they are finished', () => {
    expect(timeMeant('8')).to.equal('08:00');
    expect(timeMeant('14h')).to.equal('14:00');
    expect(timeMeant('14 giờ')).to.equal('14:00');
    expect(timeMeant('830')).to.equal('08:30');
    expect(timeMeant('0830')).to.equal('08:30');
    expect(timeMeant('8h30')).to.equal('08:30');
  });

  it('are refused where the clock has no such time', () => {
    for (const text of ['24:00', '12:60', '99', '2460', '8:30 pm', 'sáng', '-1']) {
      expect(timeMeant(text), text).to.equal(undefined);
      expect(timeTyped(text), text).to.equal(undefined);
    }
  });

  it('step to the next quarter of an hour within the day', () => {
    expect(quarterBeside('08:30', 1)).to.equal('08:45');
    expect(quarterBeside('08:37', 1)).to.equal('08:45');
    expect(quarterBeside('08:37', -1)).to.equal('08:30');
    expect(quarterBeside('00:00', -1)).to.equal('00:00');
    expect(quarterBeside('23:50', 1)).to.equal('23:50');
    expect(quarterHours.every((time) => timeTyped(time) === time)).to.equal(true);
  });
});

describe('client: keys in the grid of a month', () => {
  const after = (key: string, withShift = false): string | undefined =>
    dayAfterKey('2028-02-29', key, withShift);

  it('lead to the days beside, above and below, and to the ends of the week', () => {
    expect(after('ArrowRight')).to.equal('2028-03-01');
    expect(after('ArrowLeft')).to.equal('2028-02-28');
    expect(after('ArrowUp')).to.equal('2028-02-22');
    expect(after('ArrowDown')).to.equal('2028-03-07');
    expect(after('Home')).to.equal('2028-02-28');
    expect(after('End')).to.equal('2028-03-05');
    expect(after('a')).to.equal(undefined);
  });

  it('lead to the same date of another month or year, or to its last day', () => {
    expect(after('PageDown')).to.equal('2028-03-29');
    expect(after('PageUp')).to.equal('2028-01-29');
    expect(after('PageDown', true)).to.equal('2029-02-28');
    expect(after('PageUp', true)).to.equal('2027-02-28');
    expect(yearBeside('2027-02-28', 1)).to.equal('2028-02-28');
  });
});
