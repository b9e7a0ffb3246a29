import { expect } from 'chai';
import type { Endpoint, MeetingsAhead } from '../../../server/sites/endpoint-repository.ts';
import { planEndpoints } from '../../../server/sheets/imports/endpoints-plan.ts';
import { readRows } from '../../../server/sheets/imports/rows.ts';
import { onlyRooms, province, room, tamHong } from '../../support/sheets/known-sheets.ts';

const today = '2026-03-02';
const idOf = (last: string): string => `01890000-0000-7000-8000-0000000000${last}`;
const small: Endpoint = { ...room, id: idOf('ef'), name: 'Phòng nhỏ', folded: 'phong nho' };
const gone: Endpoint = { ...room, id: idOf('aa'), name: 'Phòng cũ', folded: 'phong cu', retiredAtMs: 0 };
const yenDong = province.find(({ name }) => name === 'Xã Yên Đồng');
const [code, other] = [tamHong.code, yenDong?.code ?? ''];
const head = ['Mã đơn vị', 'Tên điểm cầu', 'Ngừng dùng từ', 'Mã điểm cầu'];

interface Given {
  readonly ahead?: MeetingsAhead;
  readonly isPaired?: boolean;
  readonly siteIds?: readonly string[];
}

/** Plans a sheet of two rooms in use; meetings and the device are those of the first. */
function plan(rows: readonly (readonly string[])[], { ahead, isPaired = false, siteIds }: Given = {}) {
  const read = readRows('endpoints', [head, ...rows]);
  const planned = planEndpoints(read.rows, {
    ...onlyRooms(room, small),
    sites: province,
    siteIds,
    today,
    retired: [gone],
    ahead: new Map(ahead && [[room.id, ahead]]),
    pairedIds: new Set(isPaired ? [room.id] : []),
  });
  return {
    ...planned,
    told: planned.changes.flatMap(({ name, what, cells }) =>
      cells.map(({ column, was, becomes }) => `${what} ${name}: ${column} ${was} → ${becomes}`),
    ),
    wrong: [...read.problems, ...planned.problems].map(({ row, column, code }) => `${row} ${column} ${code}`),
  };
}
const wrongIn = (...rows: readonly (readonly string[])[]) => plan(rows).wrong;

describe('a sheet of rooms with their ids', () => {
  it('renames a room, which without its id would be a second one', () => {
    const renamed = plan([[code, 'Hội trường lớn', '', room.id]]);
    expect(renamed.told).to.deep.equal(['changed Hội trường: name Hội trường → Hội trường lớn']);
    expect(renamed.change.created).to.deep.equal([]);
    expect(renamed.change.changed[0]?.becomes).to.include({ id: room.id, folded: 'hoi truong lon' });
    expect(plan([[code, 'Hội trường lớn', '', '']]).change.created).to.have.length(1);
  });

  it('moves a room to the unit of its row', () => {
    const moved = plan([[other, 'Hội trường', '', room.id]]);
    expect(moved.told).to.deep.equal([`changed Hội trường: siteCode ${code} → ${other}`]);
    expect(moved.change.changed[0]?.becomes.siteId).to.equal(yenDong?.id);
    expect(moved.changes[0]?.siteName).to.equal('Xã Tam Hồng, Huyện Yên Lạc');
  });

  it('means the room of the same name and unit where a row has no id', () => {
    expect(plan([[code, 'Hội trường', '', '']])).to.deep.include({ told: [], wrong: [], unchanged: 1 });
  });

  it('takes a room out of use from a day that has come, with or without its id', () => {
    for (const id of [room.id, '']) {
      const { told, change, wrong } = plan([[code, 'Hội trường', '1/3/2026', id]]);
      expect(told).to.deep.equal(['changed Hội trường: retiredFrom null → 2026-03-01']);
      expect([change.changed[0]?.becomes.retiredAtMs, wrong]).to.deep.equal([Date.UTC(2026, 1, 28, 17), []]);
    }
  });

  it('leaves rooms that are out of use as they are', () => {
    const again = plan([
      [code, 'Phòng cũ', '01/03/2026', gone.id],
      [code, 'phòng cũ', '01/03/2026', ''],
    ]);
    expect(again).to.deep.include({ told: [], wrong: [], unchanged: 2 });
    expect(wrongIn([code, 'Phòng cũ', '', gone.id])).to.deep.equal(['2 id unknown-endpoint']);
  });

  it('tells which meetings and device a room out of use leaves behind', () => {
    const rows = [[code, 'Hội trường', '01/03/2026', room.id]];
    const busy = plan(rows, { ahead: { invitations: 3, isLive: false }, isPaired: true });
    expect(busy.changes[0]?.takenOut).to.deep.equal({ invitations: 3, isPaired: true });
    expect(plan(rows).changes[0]?.takenOut).to.deep.equal({ invitations: 0, isPaired: false });
    const renamed = plan([[code, 'Hội trường lớn', '', room.id]], { isPaired: true });
    expect(renamed.changes[0]).not.to.have.property('takenOut');
  });

  it('lets two rooms exchange their names, and a new room take the name of one out of use', () => {
    const swapped = plan([
      [code, 'Phòng nhỏ', '', room.id],
      [code, 'Hội trường', '', small.id],
    ]);
    expect([swapped.wrong, swapped.told.length]).to.deep.equal([[], 2]);
    const succeeding = plan([
      [code, 'Phòng nhỏ', '', room.id],
      [code, 'Phòng nhỏ', '01/03/2026', small.id],
    ]);
    expect([succeeding.wrong, succeeding.told.length]).to.deep.equal([[], 2]);
  });

  it('refuses an id that is no room in use within the scope, and one that is given twice', () => {
    expect(wrongIn([code, 'Hội trường', '', 'e'])).to.deep.equal(['2 id invalid']);
    expect(wrongIn([code, 'Hội trường', '', idOf('bb')])).to.deep.equal(['2 id unknown-endpoint']);
    expect(wrongIn([code, 'Hội trường', '01/03/2026', idOf('bb')])).to.deep.equal(['2 id unknown-endpoint']);
    const named = [code, 'Hội trường', '', ''];
    expect(wrongIn([code, 'A', '', room.id], [code, 'B', '', room.id])).to.deep.equal(['3 id twice']);
    expect(wrongIn([code, 'A', '', room.id], named)).to.deep.equal(['3 name twice']);
    expect(wrongIn(named, [code, 'A', '', room.id])).to.deep.equal(['3 id twice']);
  });

  it('refuses a name that the unit already has', () => {
    expect(wrongIn([code, 'phòng nhỏ', '', room.id])).to.deep.equal(['2 name same-room-name']);
    const [renamed, made] = [
      [code, 'Phòng mới', '', room.id],
      [code, 'Phòng mới', '', ''],
    ];
    expect(wrongIn(renamed, made)).to.deep.equal(['2 name same-room-name', '3 name same-room-name']);
  });

  it('refuses units that are unknown or outside the scope', () => {
    expect(wrongIn(['99999', 'Hội trường', '', room.id])).to.deep.equal(['2 siteCode unknown-site']);
    const { wrong } = plan([[other, 'Hội trường', '', room.id]], { siteIds: [tamHong.id] });
    expect(wrong).to.deep.equal(['2 siteCode outside-scope']);
  });

  it('refuses a day out of use that is to come, or is given for a room that is not there', () => {
    expect(wrongIn([code, 'Hội trường', '03/03/2026', ''])).to.deep.equal(['2 retiredFrom not-yet']);
    expect(wrongIn([code, 'Hội trừong', '01/03/2026', ''])).to.deep.equal(['2 name unknown-endpoint']);
  });

  it('neither moves nor retires a room that is invited to a live meeting, and renames it', () => {
    const live = { ahead: { invitations: 1, isLive: true } };
    expect(plan([[other, 'Hội trường', '', room.id]], live).wrong).to.deep.equal(['2 siteCode live']);
    expect(plan([[code, 'Hội trường', '01/03/2026', '']], live).wrong).to.deep.equal(['2 retiredFrom live']);
    expect(plan([[code, 'Phòng họp lớn', '', room.id]], live).wrong).to.deep.equal([]);
  });
});
