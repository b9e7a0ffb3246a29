import { expect } from 'chai';
import fc from 'fast-check';
import { attendances, rollCall } from '../../../domain/conference/roll-call.ts';
import type { RollEntry, RollCall } from '../../../domain/conference/roll-call.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  districts,
  History,
  participantNamed,
  province,
} from '../../support/conference/conference-history.ts';
import { anySession, cast } from '../../support/conference/random-sessions.ts';

const chair = participantNamed('chair', 'chair');
const [yenLac, binhXuyen] = districts;
const tamHong = participantNamed('Tam Hồng', 'delegate', yenLac);
const dongVan = participantNamed('Đồng Văn', 'delegate', yenLac);
const huongCanh = participantNamed('Hương Canh', 'delegate', binhXuyen);
const guest: Identity = { ...participantNamed('Khách', 'observer'), kind: 'account' };
const everyone = [chair, tamHong, dongVan, huongCanh, guest];

const invitationOf = ({ id, name, siteId, siteName, role }: Identity): RollEntry => ({
  inviteeId: id,
  name,
  siteId,
  siteName,
  role,
});
const invited = [chair, tamHong, dongVan, huongCanh].map(invitationOf);
const sites = [
  { id: province, name: 'Tỉnh Vĩnh Phúc', parentId: null },
  { id: yenLac, name: 'Huyện Yên Lạc', parentId: province },
  { id: binhXuyen, name: 'Huyện Bình Xuyên', parentId: province },
  ...[...cast, ...everyone].flatMap(({ name, siteId, sitePath }) =>
    siteId === null ? [] : [{ id: siteId, name: `Xã ${name}`, parentId: sitePath.at(-2) ?? null }],
  ),
];

/** In session, with Tam Hồng there from the start. */
const session = (): History => {
  const history = new History().open().join(chair, tamHong);
  history.command(chair, 'conference.start');
  history.command(chair, 'rollCall.open');
  return history;
};
const called = (history: History): RollCall => rollCall(invited, history.state, sites);
/** Reports the people in the room, as a room does that has joined. */
const report = (history: History, who: Identity, headCount: number, delegates = headCount) =>
  history.command(who, 'rollCall.report', { headCount, delegates });
const rowOf = (history: History, { id }: Identity) => called(history).rows.find((row) => row.id === id);
const attendanceOf = (history: History, { id }: Identity) =>
  called(history).rows.find((row) => row.id === id)?.attendance;

describe('roll call', () => {
  it('shows who is present, late, excused and absent', () => {
    const history = session().join(dongVan);
    history.command(chair, 'rollCall.excuse', { inviteeId: huongCanh.id, reason: 'Mất điện' });
    for (const each of [tamHong, dongVan]) report(history, each, 3);
    expect(attendanceOf(history, tamHong)).to.equal('present');
    expect(attendanceOf(history, dongVan)).to.equal('late');
    expect(called(history).rows.find(({ id }) => id === huongCanh.id)).to.include({
      attendance: 'excused',
      reason: 'Mất điện',
      since: null,
    });
    expect(attendanceOf(new History().open(), tamHong)).to.equal('absent');
  });

  it('calls nobody late before the session has begun', () => {
    const history = new History().open().join(chair, dongVan);
    history.command(chair, 'rollCall.open');
    report(history, dongVan, 3);
    expect(attendanceOf(history, dongVan)).to.equal('present');
  });

  it('does not count the people of a room that has left, is lost or was removed, until it is back', () => {
    const { id: participantId } = tamHong;
    const ways: readonly ((history: History) => void)[] = [
      (history) => history.command(tamHong, 'leave'),
      (history) => {
        history.take({ system: { type: 'connectionLost', participantId } });
        expect(attendanceOf(history, tamHong)).to.equal('present');
        history.take({ system: { type: 'absenceConfirmed', participantId } });
      },
      (history) => history.command(chair, 'participant.remove', { participantId, reason: '' }),
      (history) => history.command(chair, 'participant.move', { participantId, to: chair.id }),
      (history) => history.take({ system: { type: 'exclude', participantId, reason: 'not-invited' } }),
    ];
    for (const go of ways) {
      const history = session();
      report(history, tamHong, 12, 10);
      expect(rowOf(history, tamHong)).to.include({ attendance: 'present', headCount: 12 });
      go(history);
      expect(rowOf(history, tamHong)).to.include({ attendance: 'left', headCount: null, delegates: null });
      expect(called(history).total).to.include({ present: 0, left: 1, headCount: 0, delegates: 0 });
      history.command(chair, 'participant.readmit', { participantId });
      history.join(tamHong);
      expect(rowOf(history, tamHong)).to.include({ attendance: 'present', headCount: 12 });
    }
  });

  it('counts no people for a device that joined by itself, until a person there reports a number', () => {
    const history = session();
    expect(rowOf(history, tamHong)).to.include({ attendance: 'unconfirmed', headCount: null });
    expect(called(history).total).to.include({ present: 0, late: 0, unconfirmed: 2 });
    report(history, tamHong, 0);
    expect(attendanceOf(history, tamHong)).to.equal('absent');
    report(history, tamHong, 1);
    expect(attendanceOf(history, tamHong)).to.equal('present');
    const seated: Identity = { ...dongVan, kind: 'account' };
    expect(attendanceOf(session().join(seated), seated)).to.equal('late');
  });

  it('keeps an excuse until people come, and accepts one for a room that has left', () => {
    const history = session();
    const excuse = (who: Identity) =>
      history.command(chair, 'rollCall.excuse', { inviteeId: who.id, reason: 'Ốm' });
    excuse(dongVan);
    history.join(dongVan);
    expect(rowOf(history, dongVan)).to.include({ attendance: 'excused', reason: 'Ốm' });
    report(history, dongVan, 4);
    expect(rowOf(history, dongVan)).to.include({ attendance: 'late', reason: '', headCount: 4 });
    history.command(dongVan, 'leave');
    excuse(dongVan);
    expect(rowOf(history, dongVan)).to.include({ attendance: 'excused', reason: 'Ốm', headCount: null });
  });

  it('does not count participants that wait in the lobby', () => {
    const history = new History().open('lobby').join(chair, tamHong);
    expect(history.state.participants[tamHong.id]?.presence).to.equal('waiting');
    expect(attendanceOf(history, tamHong)).to.equal('absent');
    history.command(chair, 'participant.remove', { participantId: tamHong.id, reason: '' });
    expect(attendanceOf(history, tamHong)).to.equal('absent');
  });

  it('lists participants that joined without an invitation', () => {
    const row = called(session().join(guest)).rows.find(({ id }) => id === guest.id);
    expect(row).to.include({ invited: false, attendance: 'late' });
  });

  it('adds up what the rooms report, by unit and all units below it', () => {
    const history = session().join(dongVan, huongCanh);
    history.command(tamHong, 'rollCall.report', { headCount: 12, delegates: 10 });
    history.command(dongVan, 'rollCall.report', { headCount: 7, delegates: 7 });
    history.command(huongCanh, 'rollCall.report', { headCount: 5, delegates: 4 });
    const { units, total } = called(history);
    const sums = (siteId: string | null) => units.find((unit) => unit.siteId === siteId);
    expect(total).to.include({ total: 4, present: 1, late: 2, unconfirmed: 1, headCount: 24, delegates: 21 });
    expect(sums(province)).to.include({ total: 4, parentId: null, headCount: 24 });
    expect(sums(yenLac)).to.include({ total: 2, present: 1, late: 1, headCount: 19, parentId: province });
    expect(sums(tamHong.siteId)).to.include({
      total: 1,
      headCount: 12,
      name: 'Xã Tam Hồng',
      parentId: yenLac,
    });
  });

  it('places absent rooms in the tree, too, and sorts by unit and name in Vietnamese order', () => {
    const { rows, units } = called(new History().open().join(chair));
    expect(rows.map(({ name }) => name)).to.deep.equal(['chair', 'Hương Canh', 'Đồng Văn', 'Tam Hồng']);
    expect(rows.at(-1)?.sitePath).to.deep.equal([province, yenLac, tamHong.siteId]);
    expect(units.map(({ name }) => name)).to.deep.equal([
      'Tỉnh Vĩnh Phúc',
      'Huyện Bình Xuyên',
      'Xã Hương Canh',
      'Huyện Yên Lạc',
      'Xã Đồng Văn',
      'Xã Tam Hồng',
    ]);
  });

  it('names a unit that is missing from the list by what its participants say', () => {
    const { rows, units } = rollCall(invited, session().state, []);
    expect(rows).to.have.length(4);
    expect(units.find(({ siteId }) => siteId === tamHong.siteId)?.name).to.equal('Tỉnh Vĩnh Phúc');
  });

  it('counts every row once in every sum, in any session', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) history.take(step);
        const { rows, units, total } = rollCall(cast.map(invitationOf), history.state, sites);
        expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
        for (const sums of [total, ...units]) {
          expect(attendances.reduce((sum, each) => sum + sums[each], 0)).to.equal(sums.total);
        }
        const below = units.filter(({ parentId }) => parentId === null);
        const outside = rows.filter(({ sitePath }) => sitePath.length === 0);
        expect(below.reduce((sum, unit) => sum + unit.total, outside.length)).to.equal(total.total);
        for (const unit of units) {
          const parts = units.filter(({ parentId }) => parentId === unit.siteId);
          const own = rows.filter(({ sitePath }) => sitePath.at(-1) === unit.siteId);
          expect(parts.reduce((sum, part) => sum + part.total, own.length)).to.equal(unit.total);
        }
      }),
      { numRuns: 100 },
    );
  });
});
