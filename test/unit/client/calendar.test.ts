import { expect } from 'chai';
import fc from 'fast-check';
import {
  clockTimeAt,
  daysLater,
  daysShown,
  instantAt,
  laidOut,
  meetingsOn,
  neighbour,
  offeredStartMs,
  stepped,
  weekOf,
} from '../../../client/state/planning/calendar.ts';
import type { Timed } from '../../../client/state/planning/calendar.ts';
import { gridRows, unitsOf } from '../../../client/state/planning/free-busy.ts';
import { rowsInSight } from '../../../client/state/visible-rows.ts';
import type { RoomRow } from '../../../client/state/planning/free-busy.ts';

const meeting = (id: string, day: string, from: string, to: string, endDay = day): Timed => ({
  id,
  startsAtMs: instantAt(day, from),
  endsAtMs: instantAt(endDay, to),
});

describe('client: days of the calendar', () => {
  it('offer a start on the hour that leaves half an hour to plan, to answer and to come in', () => {
    const offered = (time: string) => clockTimeAt(offeredStartMs(instantAt('2026-11-24', time)));
    expect(['06:00', '06:29', '06:30', '06:59', '23:50'].map(offered)).to.deep.equal([
      '07:00',
      '07:00',
      '08:00',
      '08:00',
      '01:00',
    ]);
  });

  it('offer a start after lunch where two hours would run into it', () => {
    const offered = (time: string) => clockTimeAt(offeredStartMs(instantAt('2026-11-24', time)));
    expect(['08:29', '08:30', '11:20', '12:29', '12:30'].map(offered)).to.deep.equal([
      '09:00',
      '13:30',
      '13:30',
      '13:30',
      '14:00',
    ]);
  });

  it('are days in Vietnam in every time zone of the machine', () => {
    expect(instantAt('2026-11-24', '00:30')).to.equal(Date.UTC(2026, 10, 23, 17, 30));
    expect(clockTimeAt(Date.UTC(2026, 10, 23, 17, 30))).to.equal('00:30');
    expect(daysLater('2028-02-28', 2)).to.equal('2028-03-01');
    expect(instantAt('2026-11-24', '')).to.deep.equal(Number.NaN);
  });

  it('make weeks that begin on Monday', () => {
    expect(weekOf('2026-11-29').at(0)).to.equal('2026-11-23');
    expect(weekOf('2026-11-23').at(-1)).to.equal('2026-11-29');
  });

  it('make a month of the fewest whole weeks that contain it', () => {
    const shown = (day: string): unknown[] => {
      const days = daysShown('month', day);
      return [days.at(0), days.at(-1), days.length];
    };
    expect(shown('2026-11-24')).to.deep.equal(['2026-10-26', '2026-12-06', 42]);
    // 28 days, of which the first is a Monday.
    expect(shown('2027-02-10')).to.deep.equal(['2027-02-01', '2027-02-28', 28]);
    expect(daysShown('list', '2028-02-10').at(-1)).to.equal('2028-02-29');
  });

  it('step by the scale of the view, and to the last day of a shorter month', () => {
    expect(stepped('day', '2026-12-31', 1)).to.equal('2027-01-01');
    expect(stepped('week', '2026-11-24', -1)).to.equal('2026-11-17');
    expect(stepped('month', '2027-01-31', 1)).to.equal('2027-02-28');
    expect(stepped('list', '2027-01-31', -1)).to.equal('2026-12-31');
  });
});

describe('client: meetings of a day', () => {
  const day = '2026-11-24';

  it('are side by side only where they overlap', () => {
    const laid = laidOut(day, [
      meeting('late', day, '14:00', '15:00'),
      meeting('b', day, '08:30', '09:30'),
      meeting('a', day, '08:00', '09:00'),
      meeting('c', day, '09:00', '10:00'),
    ]);
    expect(laid.map(({ meeting: { id }, lane, lanes }) => [id, lane, lanes])).to.deep.equal([
      ['a', 0, 2],
      ['b', 1, 2],
      ['c', 0, 2],
      ['late', 0, 1],
    ]);
  });

  it('are cut at midnight and shown on both days', () => {
    const night = meeting('night', day, '23:00', '01:00', '2026-11-25');
    const edges = (on: string): number[][] =>
      laidOut(on, [night]).map(({ fromMinute, toMinute }) => [fromMinute, toMinute]);
    expect(edges(day)).to.deep.equal([[1_380, 1_440]]);
    expect(edges('2026-11-25')).to.deep.equal([[0, 60]]);
    expect(edges('2026-11-26')).to.deep.equal([]);
    expect(meetingsOn('2026-11-25', [meeting('ends', day, '23:00', '00:00', '2026-11-25')])).to.deep.equal(
      [],
    );
  });

  it('never cover one another, and stay within their day', () => {
    const minutes = fc.integer({ min: -300, max: 1_700 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(minutes, fc.integer({ min: 1, max: 600 })), { maxLength: 30 }),
        (spans) => {
          const begins = instantAt(day, '00:00');
          const laid = laidOut(
            day,
            spans.map(([from, length], index) => ({
              id: String(index),
              startsAtMs: begins + from * 60_000,
              endsAtMs: begins + (from + length) * 60_000,
            })),
          );
          for (const [index, one] of laid.entries()) {
            expect(one.lane).to.be.below(one.lanes);
            expect(one.fromMinute).to.be.at.least(0);
            expect(one.toMinute).to.be.within(one.fromMinute + 30, 1_440);
            for (const other of laid.slice(index + 1)) {
              const apart = one.toMinute <= other.fromMinute || other.toMinute <= one.fromMinute;
              if (!apart) expect([one.lane, one.lanes]).to.not.deep.equal([other.lane, one.lanes]);
              if (!apart) expect(one.lanes).to.equal(other.lanes);
            }
          }
        },
      ),
    );
  });

  it('are reached with the arrow keys: the next in time, or the nearest on another day', () => {
    const days = weekOf(day);
    const meetings = [
      meeting('early', day, '08:00', '09:00'),
      meeting('noon', day, '11:00', '12:00'),
      meeting('then', '2026-11-26', '07:30', '08:30'),
      meeting('then later', '2026-11-26', '10:30', '11:30'),
    ];
    const from = (id: string, on: string, arrow: Parameters<typeof neighbour>[3]) =>
      neighbour(days, meetings, { day: on, id }, arrow)?.id;
    expect(from('early', day, 'ArrowDown')).to.equal('noon');
    expect(from('noon', day, 'ArrowDown')).to.equal('then');
    expect(from('noon', day, 'ArrowRight')).to.equal('then later');
    expect(from('then', '2026-11-26', 'ArrowLeft')).to.equal('early');
    expect(from('early', day, 'ArrowUp')).to.equal(undefined);
    expect(from('then', '2026-11-26', 'ArrowRight')).to.equal(undefined);
  });
});

describe('client: the grid of rooms', () => {
  const room = (name: string, siteName: string): RoomRow => ({ endpointId: name, name, siteName, busy: [] });
  const rooms = [
    room('Hội trường A', 'Xã Tam Hồng, Huyện Yên Lạc'),
    room('Hội trường B', 'Xã Đồng Cương, Huyện Yên Lạc'),
    room('Hội trường C', 'Xã Trung Mỹ, Huyện Bình Xuyên'),
    room('Phòng họp tỉnh', 'Tỉnh Vĩnh Phúc'),
  ];
  const said = (text: string, unit?: string): readonly string[] =>
    gridRows(rooms, text, unit).map((row) =>
      row.kind === 'unit' ? `${row.unit} ${row.count}` : row.room.name,
    );

  it('groups rooms under the units above theirs, in Vietnamese order', () => {
    expect(said('')).to.deep.equal([
      'Huyện Bình Xuyên 1',
      'Hội trường C',
      'Huyện Yên Lạc 2',
      'Hội trường B',
      'Hội trường A',
      'Tỉnh Vĩnh Phúc 1',
      'Phòng họp tỉnh',
    ]);
    expect(unitsOf(rooms)).to.deep.equal(['Huyện Bình Xuyên', 'Huyện Yên Lạc', 'Tỉnh Vĩnh Phúc']);
  });

  it('finds rooms by text without accents, and by unit', () => {
    expect(said('dong cuong')).to.deep.equal(['Huyện Yên Lạc 1', 'Hội trường B']);
    expect(said('', 'Huyện Bình Xuyên')).to.deep.equal(['Huyện Bình Xuyên 1', 'Hội trường C']);
    expect(said('khong co')).to.deep.equal([]);
  });

  it('renders every visible row, and only a few more', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(60_000), fc.nat(2_000), (count, scrollTop, height) => {
        const rowHeight = 44;
        const { first, end } = rowsInSight(count, { scrollTop, height, rowHeight });
        for (let row = 0; row < count; row += 1) {
          const isSeen = (row + 1) * rowHeight > scrollTop && row * rowHeight < scrollTop + height;
          if (isSeen) expect(row >= first && row < end).to.equal(true);
        }
        expect(end - first).to.be.at.most(Math.ceil(height / rowHeight) + 9);
      }),
    );
  });
});
