import { expect } from 'chai';
import { savedGroup } from '../../../protocol/rest/sites/groups.ts';
import { meetingDetail, type MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { contactList } from '../../../protocol/rest/meetings/readiness.ts';
import { rehearsal } from '../../../protocol/rest/meetings/rehearsals.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { type RouteName, routes } from '../../../protocol/rest/routes.ts';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { shownIn } from '../../../server/sheets/formats/sheet-cell.ts';
import { checkAnswer } from '../../support/rest/answers.ts';
import { noDevices, workingDevices } from '../../support/planning/rehearsals.ts';
import {
  type Asked,
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

const hour = 60 * minute;

describe('lists of the staff as spreadsheets', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let administrator: string;
  let meeting: MeetingDetail;
  let params: { readonly meetingId: string };
  before(async () => {
    edge = await startRestEdge({ rehearsalBeforeMs: 2 * hour });
    province = await populate(edge);
    administrator = province.administrator.token;
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as: administrator,
      body: {
        title: '=1+1',
        siteId: province.province,
        startsAtMs: edge.clock.now + hour,
        endsAtMs: edge.clock.now + 2 * hour,
      },
    });
    params = { meetingId: created.id };
    const invited = await step('meeting.invite', created, {
      invitations: [province.lapThach.hall, province.yenLac.hall].map(({ id }) => ({
        kind: 'endpoint',
        inviteeId: id,
        role: 'delegate',
      })),
    });
    const renamed = await step('meeting.change', invited, {
      title: '=2+2',
      agenda: [{ title: 'Khai mạc', plannedMinutes: 10 }, { title: 'Thảo luận' }],
    });
    meeting = await step('meeting.schedule', renamed);
    await edge.scheduling.clock.tick();
  });
  after(() => edge.close());

  const step = (name: RouteName, { id, version }: MeetingDetail, body?: object) =>
    edge.get(meetingDetail, name, {
      as: administrator,
      params: { meetingId: id },
      headers: { 'if-match': `"${version}"` },
      ...(body && { body }),
    });
  const download = async (name: RouteName, { params = {}, query = {}, as }: Asked) => {
    const route: RouteContract = routes[name];
    const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => params[key] ?? '');
    const response = await fetch(
      `${edge.url}${path}?${new URLSearchParams({ ...query, format: 'csv' }).toString()}`,
      {
        headers: { authorization: `Bearer ${as}` },
      },
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.status).to.equal(200);
    checkAnswer(name, response, undefined);
    return { bytes, fileName: response.headers.get('content-disposition') ?? '' };
  };
  /** The cells below the headings, by heading. */
  const lines = async (name: RouteName, asked: Asked): Promise<Record<string, string>[]> => {
    const { bytes } = await download(name, asked);
    const read = readTable(bytes);
    if (read === 'too-large') throw new Error('too large');
    const [headings = [], ...rows] = read.map((cells) => cells.map(shownIn));
    return rows.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at] ?? ''])));
  };

  it('list the contacts to telephone and the open questions, of a unit or of all, and the whole board as it is shown', async () => {
    const { yenLac, lapThach } = province;
    const contacts = [{ name: 'Chị Hoà', phone: '+84 211 386 2001' }];
    const siteId =
      (await edge.sites.wholeDirectory.list()).find(({ name }) => name === 'Xã Tam Hồng')?.id ?? '';
    await edge.get(contactList, 'contact.set', { params: { siteId }, as: administrator, body: { contacts } });
    const reply = { answer: 'declined', reason: 'Mất điện' };
    await edge.ask('reply.own', { params, as: lapThach.hall.token, body: reply });
    const asked = (query: Record<string, string> = {}) => ({ params, query, as: administrator });
    const toTelephone = { only: 'to-telephone' };
    expect(await lines('sheet.readiness', asked(toTelephone))).to.deep.equal([
      {
        'Đơn vị': 'Xã Tam Hồng, Huyện Yên Lạc',
        'Điểm cầu / đại biểu': 'Hội trường',
        'Vai trò': 'Đại biểu',
        'Cần hỏi': 'Chưa trả lời giấy mời; Chưa kiểm tra thiết bị',
        'Thiết bị': '',
        'Kỹ thuật ghi': '',
        'Liên hệ': 'Chị Hoà: +84 211 386 2001',
      },
    ]);
    expect((await download('sheet.readiness', asked(toTelephone))).fileName).to.contain('can-goi-dien');
    const only = (site: string) => lines('sheet.readiness', asked({ ...toTelephone, siteId: site }));
    expect((await only(yenLac.site)).length).to.equal(1);
    expect(await only(lapThach.site)).to.deep.equal([]);
    const board = await lines('sheet.readiness', asked());
    expect(board.map((row) => [row['Đơn vị'], row['Trả lời'], row['Lý do']])).to.deep.equal([
      ['Xã Tam Hồng, Huyện Yên Lạc', '', ''],
      ['Xã Xuân Hòa, Huyện Lập Thạch', 'Không dự', 'Mất điện'],
    ]);
  });

  it('list who changed what in a meeting, for its planners', async () => {
    const rows = await lines('sheet.history', { params, as: administrator });
    const told = rows.map((row) => [row['Nội dung thay đổi'], row['Trước'], row['Sau']]);
    expect(told).to.deep.include.members([
      ['Tạo phiên họp', '', ''],
      ['Mời', '', 'Hội trường, Xã Tam Hồng, Huyện Yên Lạc (Đại biểu)'],
      ['Mời', '', 'Hội trường, Xã Xuân Hòa, Huyện Lập Thạch (Đại biểu)'],
      ['Tên phiên họp', '=1+1', '=2+2'],
      ['Chương trình', '', 'Khai mạc (10 phút); Thảo luận'],
      ['Trạng thái', 'Dự thảo', 'Đã chốt lịch'],
      ['Trạng thái', 'Đã chốt lịch', 'Đang kiểm tra kỹ thuật'],
    ]);
    expect(new Set(rows.map((row) => row['Người thực hiện']))).to.deep.equal(
      new Set(['Hệ thống', 'quantri']),
    );
    expect(rows[0]?.['Thời điểm']).to.match(/^2026-03-02 08:00:0\d$/);
    const text = Buffer.from(
      (await download('sheet.history', { params, as: administrator })).bytes,
    ).toString();
    expect(text).to.contain(`"'=1+1","'=2+2"`);
    const { token } = province.yenLac.secretariat;
    expect((await edge.ask('sheet.history', { params, as: token })).code).to.equal('not-found');
  });

  it('list the measurements and decisions of every check of a room', async () => {
    const { yenLac } = province;
    const claims = { ...noDevices, camera: workingDevices.camera };
    const { id } = rehearsal.parse(
      (await edge.ask('rehearsal.report', { params, as: yenLac.hall.token, body: claims })).body,
    );
    const decided = { fit: false, note: '=Micrô hỏng' };
    await edge.get(rehearsal, 'rehearsal.signOff', {
      params: { rehearsalId: id },
      as: yenLac.operator.token,
      body: decided,
    });
    const asked = { params: { endpointId: yenLac.hall.id }, as: yenLac.operator.token };
    const [row, ...others] = await lines('sheet.rehearsals', asked);
    expect(others).to.deep.equal([]);
    expect(row).to.deep.include({
      'Phiên họp': meeting.title,
      'Kết quả': 'Chưa đạt',
      'Kỹ thuật kết luận': 'Chưa đạt',
      'Người kết luận': 'yenlac.kythuat',
      'Ghi chú': '=Micrô hỏng',
      'Camera (số dòng)': '720',
      'Micrô (dBFS)': '',
    });
    expect(row?.['Lỗi máy phát hiện']).to.contain('Không có micrô; ');
    expect((await download('sheet.rehearsals', asked)).fileName).to.contain('kiem-tra-hoi-truong');
    const { token } = province.lapThach.operator;
    expect((await edge.ask('sheet.rehearsals', { ...asked, as: token })).code).to.equal('not-found');
  });

  it('list the accounts within the subtree of the caller', async () => {
    const logins = async (as: string, query: Record<string, string> = {}) =>
      (await lines('sheet.accounts', { as, query })).map((row) => row['Tên đăng nhập']);
    const { token } = province.yenLac.secretariat;
    expect(await logins(token)).to.deep.equal(['moi.nhan', 'yenlac.canbo', 'yenlac.kythuat', 'yenlac.thuky']);
    expect(await logins(administrator, { kind: 'operator', limit: '1' })).to.deep.equal([
      'lapthach.kythuat',
      'yenlac.kythuat',
    ]);
    const login = 'yenlac.canbo';
    await edge.ask('account.disable', {
      params: { accountId: province.yenLac.official.id },
      as: administrator,
    });
    expect(
      (await lines('sheet.accounts', { as: token })).find((row) => row['Tên đăng nhập'] === login),
    ).to.deep.equal({
      'Tên đăng nhập': login,
      'Họ và tên': login,
      'Vai trò': 'Cán bộ',
      'Mã đơn vị': '251',
      'Tên đơn vị': 'Huyện Yên Lạc, Tỉnh Vĩnh Phúc',
      'Thư điện tử': '',
      'Ngôn ngữ của thư': 'Tiếng Việt',
      'Trạng thái': 'Đã khóa',
    });
  });

  it('list the groups, with what they include and exclude', async () => {
    const body = {
      siteId: province.province,
      name: '@Cấp xã',
      include: [{ kind: 'level', levelId: 'commune' }],
      except: [{ kind: 'subtree', siteId: province.yenLac.site }],
    };
    await edge.get(savedGroup, 'group.create', { as: administrator, body });
    const accountIds = [province.yenLac.secretariat.id, province.lapThach.official.id];
    const command = { siteId: province.province, name: 'Ban chỉ huy', accountIds };
    await edge.get(savedGroup, 'group.create', { as: administrator, body: command });
    expect(await lines('sheet.groups', { as: administrator })).to.deep.equal([
      {
        'Tên nhóm': '@Cấp xã',
        'Đơn vị lập': 'Tỉnh Vĩnh Phúc',
        'Bao gồm': 'Tất cả các xã, phường, thị trấn',
        Trừ: 'Huyện Yên Lạc, Tỉnh Vĩnh Phúc và các đơn vị trực thuộc',
        'Người trong nhóm': '',
      },
      {
        'Tên nhóm': 'Ban chỉ huy',
        'Đơn vị lập': 'Tỉnh Vĩnh Phúc',
        'Bao gồm': '',
        Trừ: '',
        'Người trong nhóm': 'yenlac.thuky; lapthach.canbo',
      },
    ]);
    expect(await lines('sheet.groups', { as: province.yenLac.secretariat.token })).to.deep.equal([]);
  });

  it('list the bookings of rooms, and the meeting only for callers that may see it', async () => {
    const query = { fromMs: `${meeting.startsAtMs - hour}`, toMs: `${meeting.endsAtMs + hour}` };
    const held = (site: string, meetingTitle: string, by: string) => ({
      'Đơn vị': site,
      'Điểm cầu': 'Hội trường',
      Từ: '2026-03-02 09:00:00',
      Đến: '2026-03-02 10:00:00',
      'Phiên họp': meetingTitle,
      'Đơn vị tổ chức': by,
    });
    expect(await lines('sheet.bookings', { as: administrator, query })).to.deep.equal([
      held('Xã Tam Hồng, Huyện Yên Lạc', '=2+2', 'Tỉnh Vĩnh Phúc'),
      held('Xã Xuân Hòa, Huyện Lập Thạch', '=2+2', 'Tỉnh Vĩnh Phúc'),
    ]);
    expect(await lines('sheet.bookings', { as: province.yenLac.secretariat.token, query })).to.deep.equal([
      held('Xã Tam Hồng, Huyện Yên Lạc', 'Bận', ''),
    ]);
  });
});
