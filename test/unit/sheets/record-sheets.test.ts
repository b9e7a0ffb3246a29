import { expect } from 'chai';
import { chatColumns, chatRows } from '../../../server/sheets/exports/chat-columns.ts';
import { paperColumns, paperRows } from '../../../server/sheets/exports/paper-columns.ts';
import { speechColumns, speechRows } from '../../../server/sheets/exports/speech-columns.ts';
import {
  History,
  idNamed,
  items,
  participantNamed,
  pdf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const tamHong = participantNamed('xã Tam Hồng');
const trungMy = participantNamed('xã Trung Mỹ');

const session = (): History => {
  const history = new History().open().join(chair, tamHong, trungMy);
  history.command(chair, 'conference.start');
  return history;
};
/** The cells of each row, without those of the times. */
const cellsOf = <Row>(columns: Readonly<Record<string, (row: Row) => unknown>>, rows: readonly Row[]) =>
  rows.map((row) =>
    Object.entries(columns).flatMap(([heading, of]) =>
      /giây|Bắt đầu|Thời gian/.test(heading) ? [] : of(row),
    ),
  );

describe('the record of a session as spreadsheets', () => {
  it('has each turn with its item, its length and why it ended', () => {
    const history = session();
    const grant = ({ id: participantId }: typeof chair) =>
      history.command(chair, 'floor.grant', { participantId });
    grant(tamHong);
    history.command(chair, 'agenda.begin', { itemId: items[1].id });
    grant(trungMy);
    history.now += 59_000;
    history.command(trungMy, 'floor.yield');
    history.command(chair, 'agenda.finish');
    grant(tamHong);
    const rows = speechRows(history.events, history.state);
    const site = 'Tỉnh Vĩnh Phúc';
    expect(cellsOf(speechColumns, rows)).to.deep.equal([
      ['xã Tam Hồng', site, '', 'Mời người tiếp theo'],
      ['xã Trung Mỹ', site, 'Báo cáo', 'Người phát biểu đã nói xong'],
      ['xã Tam Hồng', site, '', ''],
    ]);
    expect(rows.map((row) => speechColumns['Số giây']?.(row))).to.deep.equal([0, 59, null]);
    expect(speechColumns['Bắt đầu']?.(rows[0] ?? expect.fail('no row'))).to.match(/^2023-11-15 05:13:2\d$/);
  });

  it('has each message with its readers, also one that was removed from the screens', () => {
    const history = session();
    history.take({ system: { type: 'addDocument', document: pdf('Báo cáo tuần') } });
    const send = (by: typeof chair, to: object, text: string, documentIds: readonly string[] = []) =>
      history.command(by, 'chat.send', { messageId: idNamed(text), to, text, documentIds });
    send(tamHong, { kind: 'all' }, 'Nghe rõ', [pdf('Báo cáo tuần').id]);
    send(trungMy, { kind: 'moderators' }, 'Mất hình');
    send(chair, { kind: 'participant', participantId: trungMy.id }, 'Bật lại camera');
    send(chair, { kind: 'participants', participantIds: [tamHong.id, trungMy.id] }, 'Chỉnh lại đèn');
    history.command(chair, 'chat.announce', { messageId: idNamed('thông báo'), text: 'Nghỉ 10 phút' });
    history.command(chair, 'chat.delete', { messageId: idNamed('Nghe rõ') });
    const site = 'Tỉnh Vĩnh Phúc';
    expect(cellsOf(chatColumns, chatRows(history.events, history.state))).to.deep.equal([
      ['xã Tam Hồng', site, 'Tất cả', 'Nghe rõ', '', 'Báo cáo tuần', 'Có'],
      ['xã Trung Mỹ', site, 'Người điều hành', 'Mất hình', '', '', ''],
      ['chủ tọa', site, 'xã Trung Mỹ', 'Bật lại camera', '', '', ''],
      ['chủ tọa', site, 'xã Tam Hồng; xã Trung Mỹ', 'Chỉnh lại đèn', '', '', ''],
      ['chủ tọa', site, 'Tất cả', 'Nghỉ 10 phút', 'Có', '', ''],
    ]);
  });

  it('has all versions of each paper, the newest first, with how many have read it', async () => {
    const paper = (id: string, paperId: string, version: number, superseded = false) => ({
      id,
      paperId,
      title: `Báo cáo ${paperId}`,
      version,
      superseded,
      visibleTo: 'delegates' as const,
      pages: 3,
      bytes: 12_345,
      createdAtMs: 1_700_000_000_000,
    });
    const stored = {
      ofMeeting: () => Promise.resolve([paper('b2', 'b', 2), paper('a1', 'a', 1)]),
      earlierOf: () => Promise.resolve([paper('b1', 'b', 1, true)]),
      readingsOf: () => Promise.resolve(['b1', 'b1', 'a1'].map((documentId) => ({ documentId }))),
    };
    const rows = await paperRows(stored, 'm');
    const visible = 'Đại biểu và người điều hành';
    const at = '2023-11-15 05:13:20';
    expect(rows.map((row) => Object.values(paperColumns).map((of) => of(row)))).to.deep.equal([
      ['Báo cáo b', 2, '', visible, 3, 13, at, 0],
      ['Báo cáo b', 1, 'Có', visible, 3, 13, at, 2],
      ['Báo cáo a', 1, '', visible, 3, 13, at, 1],
    ]);
  });
});
