import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { shownIn } from '../../../server/sheets/formats/sheet-cell.ts';
import { writeTable } from '../../../server/sheets/formats/write-table.ts';
import { endpointList } from '../../../protocol/rest/sites/endpoints.ts';
import { siteList } from '../../../protocol/rest/sites/sites.ts';
import { eventually } from '../../support/eventually.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

describe('rooms that are imported from a spreadsheet', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  let commune: string;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    const { sites } = siteList.parse(await venue.meeting.administration.call('site.list', {}));
    commune = sites.find(({ name }) => name === 'Xã Tam Hồng')?.code ?? '';
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const choose = (...rows: readonly string[]) =>
    page.getByTestId('import-file').setInputFiles({
      name: 'điểm cầu.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['\uFEFFMã đơn vị;Tên điểm cầu;Thư điện tử', ...rows].join('\r\n')),
    });

  it('have every problem listed before anything is written', async () => {
    await page.getByTestId('endpoints-link').click();
    await page.getByTestId('import-endpoints').click();
    await choose(`${commune};Phòng họp số 2;tamhong`, '99999x;Phòng họp số 3;', `${commune};Phòng họp số 4;`);
    await page.getByTestId('import-problem').first().waitFor();
    const problems = await page.getByTestId('import-problem').allInnerTexts();
    expect(problems.map((text) => text.split(/\s*\t\s*/))).to.deep.equal([
      ['2', 'Thư điện tử', 'Không hợp lệ: cần một địa chỉ như ten@coquan.vn', 'tamhong'],
      ['3', 'Mã đơn vị', 'Không có đơn vị mang mã này', '99999x'],
    ]);
    expect(await page.getByTestId('import-confirm').count()).to.equal(0);
  });

  const changes = async () =>
    (await page.getByTestId('import-change').allInnerTexts()).map((text) => text.split(/\s*[\t\n]\s*/));

  it('exist once the file is corrected, after a preview of each row’s change', async () => {
    await choose(`${commune};Phòng họp số 2;tamhong@vinhphuc.example`, `${commune};Phòng họp số 3;`);
    const unit = 'Xã Tam Hồng, Huyện Yên Lạc';
    await sees(changes, [
      ['2', 'Mới Phòng họp số 2', unit, 'Thư điện tử: tamhong@vinhphuc.example'],
      ['3', 'Mới Phòng họp số 3', unit],
    ]);
    await page.getByTestId('import-confirm').click();
    await page.getByText('Đã nhập xong.').waitFor();
    await page.keyboard.press('Escape');
    const room = page.getByTestId('endpoint').filter({ hasText: 'Phòng họp số 2' });
    await eventually(async () => (await room.count()) === 1, 'the room to be listed', patience);
    await room.getByText('tamhong@vinhphuc.example').waitFor();
  });

  it('are shown again where another person changes one between the preview and the import', async () => {
    await page.getByTestId('import-endpoints').click();
    await choose(`${commune};Phòng họp số 2;vanphong@vinhphuc.example`, `${commune};Phòng họp số 3;`);
    await page.getByTestId('import-change').first().waitFor();
    const told = async () => (await changes()).flatMap((texts) => texts.at(-1) ?? '');
    await sees(told, ['Thư điện tử: tamhong@vinhphuc.example → vanphong@vinhphuc.example']);
    const { administration } = venue.meeting;
    const { endpoints } = endpointList.parse(
      await administration.call('endpoint.list', { query: { q: 'phong hop so 2' } }),
    );
    const endpointId = endpoints[0]?.id ?? '';
    await administration.call('endpoint.change', { params: { endpointId }, body: { email: null } });
    await page.getByTestId('import-confirm').click();
    await page.getByText('Dữ liệu đã thay đổi từ lúc kiểm tra').waitFor();
    await page.getByTestId('import-change').first().waitFor();
    await sees(told, ['Thư điện tử: vanphong@vinhphuc.example']);
    await page.getByTestId('import-confirm').click();
    await page.getByText('Đã nhập xong.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('are converted from letters of before Unicode when a person asks for it', async () => {
    await page.getByTestId('import-endpoints').click();
    await choose(`${commune};Héi tr\u00ADêng x·;`);
    await page.getByTestId('import-convert').click();
    await page.getByTestId('import-change').first().waitFor();
    expect(await changes()).to.deep.equal([['2', 'Mới Hội trường xã', 'Xã Tam Hồng, Huyện Yên Lạc']]);
    await page.getByTestId('import-confirm').click();
    await page.getByText('Đã nhập xong.').waitFor();
    await page.keyboard.press('Escape');
  });

  /** The name of the file that a button downloads. */
  const downloaded = async (testId: string): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(testId).click()]);
    return download.suggestedFilename();
  };

  it('are exported as a spreadsheet again', async () => {
    expect(await downloaded('export-endpoints')).to.equal('diem-cau.xlsx');
  });

  /** The rows of the list that the page downloads. */
  const exportedRooms = async (): Promise<readonly (readonly string[])[]> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export-endpoints').click(),
    ]);
    const table = readTable(await readFile(await download.path()));
    if (table === 'too-large') throw new Error('the sheet is too large');
    return table.map((row) => row.map(shownIn));
  };
  type Edits = Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Chooses a downloaded list, with the cells under some headings edited by the names of their rooms. */
  const chooseEdited = async ([headings = [], ...rows]: readonly (readonly string[])[], edits: Edits) => {
    const name = headings.indexOf('Tên điểm cầu');
    const edited = rows.map((row) =>
      headings.map((heading, at) => edits[row[name] ?? '']?.[heading] ?? row[at] ?? ''),
    );
    await page.getByTestId('import-file').setInputFiles({
      name: 'điểm cầu.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: Buffer.from(await writeTable([headings, ...edited], 'xlsx')),
    });
  };

  it('are told apart by their ids, and stay where they are while in a live meeting', async () => {
    const rows = await exportedRooms();
    const id = rows[1]?.at(-1) ?? '';
    await page.getByTestId('import-endpoints').click();
    await chooseEdited(rows, {
      'Hội trường UBND Tam Hồng': { 'Ngừng dùng từ': '01/03/2026' },
      'Phòng họp số 2': { 'Mã điểm cầu': id.replace(/^......../, '00000000') },
      'Phòng họp số 3': { 'Tên điểm cầu': 'Hội trường xã' },
    });
    await page.getByTestId('import-problem').first().waitFor();
    const problems = (await page.getByTestId('import-problem').allInnerTexts()).map((text) =>
      text.split(/\s*\t\s*/).slice(1, 3),
    );
    expect(problems).to.have.deep.members([
      ['Ngừng dùng từ', 'Đang dự một phiên họp trực tuyến; hãy thực hiện sau khi phiên kết thúc'],
      ['Mã điểm cầu', 'Không có điểm cầu nào như vậy đang dùng trong các đơn vị của bạn'],
      ['Tên điểm cầu', 'Đơn vị đã có điểm cầu khác cùng tên'],
    ]);
    await page.keyboard.press('Escape');
  });

  it('are renamed, moved and taken out of use in the exported sheet, after a preview', async () => {
    const { administration } = venue.meeting;
    const { endpoints } = endpointList.parse(
      await administration.call('endpoint.list', { query: { q: 'phong hop so 3' } }),
    );
    const [third] = endpoints;
    if (third === undefined) throw new Error('no room is called Phòng họp số 3');
    const { id: endpointId, siteId } = third;
    await RestCaller.pair(venue.url, await venue.pairingCode(endpointId));
    const startsAtMs = Date.now() + 24 * 3_600_000;
    const planned = await administration.call('meeting.create', {
      body: { title: 'Giao ban tuần sau', siteId, startsAtMs, endsAtMs: startsAtMs + 3_600_000 },
    });
    await administration.call('meeting.invite', {
      params: { meetingId: planned.id },
      version: planned.version,
      body: { invitations: [{ kind: 'endpoint', inviteeId: endpointId, role: 'delegate' }] },
    });

    const rows = await exportedRooms();
    await page.getByTestId('import-endpoints').click();
    await chooseEdited(rows, {
      'Phòng họp số 2': { 'Tên điểm cầu': 'Phòng họp lớn', 'Mã đơn vị': '251' },
      'Phòng họp số 3': { 'Ngừng dùng từ': '01/03/2026' },
    });
    await page.getByTestId('import-change').first().waitFor();
    const unit = 'Xã Tam Hồng, Huyện Yên Lạc';
    const told = async () => (await changes()).map((texts) => texts.slice(1));
    await sees(told, [
      [
        'Sửa Phòng họp số 2',
        unit,
        'Tên điểm cầu: Phòng họp số 2 → Phòng họp lớn',
        `Mã đơn vị: ${commune} → 251`,
      ],
      [
        'Sửa Phòng họp số 3',
        unit,
        'Ngừng dùng từ: 01/03/2026',
        'Còn giấy mời dự 1 phiên chưa họp',
        'Thiết bị đã ghép sẽ bị ngắt',
      ],
    ]);
    await page.getByTestId('import-confirm').click();
    await page.getByText('Đã nhập xong.').waitFor();
    await page.keyboard.press('Escape');
    const room = page.getByTestId('endpoint');
    await room.filter({ hasText: 'Phòng họp lớn' }).getByText('Huyện Yên Lạc, Tỉnh Vĩnh Phúc').waitFor();
    await room.filter({ hasText: 'Phòng họp số 3' }).waitFor({ state: 'detached' });
    expect(await room.filter({ hasText: 'Phòng họp số 2' }).count()).to.equal(0);
  });

  const contacts = () =>
    page.getByTestId('unit').filter({ hasText: 'Xã Tam Hồng' }).getByTestId('unit-contacts');

  it('have a contact to telephone', async () => {
    await page.getByTestId('sites-link').click();
    await page.getByTestId('unit-search').fill('tam hong');
    await contacts().click();
    await page.getByTestId('contact-add').click();
    await page.getByTestId('contact-name').fill('Trần Thị Bình');
    await page.getByTestId('contact-phone').fill('0912 345 678');
    await page.getByTestId('contacts-save').click();
    await page.getByTestId('contacts-dialog').waitFor({ state: 'detached' });
    await contacts().click();
    expect(await page.getByTestId('contact-phone').inputValue()).to.equal('0912 345 678');
    await page.keyboard.press('Escape');
  });

  it('have their units and contacts in sheets, too', async () => {
    expect(await downloaded('export-sites')).to.equal('don-vi.xlsx');
    expect(await downloaded('export-contacts')).to.equal('lien-he.xlsx');
    await page.getByTestId('import-contacts').click();
    await page.getByTestId('import-file').setInputFiles({
      name: 'danh bạ.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        ['\uFEFFMã đơn vị;Thứ tự gọi;Họ và tên;Điện thoại', `${commune};1;Lê Văn Trực;0211 386 2002`].join(
          '\r\n',
        ),
      ),
    });
    await page.getByTestId('import-change').first().waitFor();
    await page.getByTestId('import-confirm').click();
    await page.getByText('Đã nhập xong.').waitFor();
    await page.keyboard.press('Escape');
    await contacts().click();
    await sees(
      () =>
        page
          .getByTestId('contact-phone')
          .evaluateAll((all) => all.map((each) => 'value' in each && each.value)),
      ['0211 386 2002'],
    );
  });

  it('lose a contact that is taken out', async () => {
    await page.getByTestId('contact-remove').click();
    await page.getByTestId('contacts-save').click();
    await page.getByTestId('contacts-dialog').waitFor({ state: 'detached' });
    await contacts().click();
    await page.getByTestId('contacts-dialog').getByText('Chưa có ai.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('are invited to meetings whose list, invitees and history are sheets', async () => {
    await page.getByTestId('meetings-link').click();
    expect(await downloaded('export-meetings')).to.equal('phien-hop.xlsx');
    await page.getByTestId('meeting-details').first().click();
    await page.getByTestId('plan-tab-invitees').click();
    expect(await downloaded('export-invitations')).to.equal('giay-moi.xlsx');
    await page.getByTestId('plan-tab-history').click();
    expect(await downloaded('export-history')).to.equal('lich-su.xlsx');
  });

  it('are invited by mail, as people are', async () => {
    await page.getByTestId('accounts-link').click();
    await page.getByTestId('account-edit').first().click();
    await page.getByTestId('account-email').fill('chutich@vinhphuc.example');
    await page.getByTestId('account-save').click();
    await page.getByText('chutich@vinhphuc.example').waitFor();
    expect(await downloaded('export-accounts')).to.equal('tai-khoan.xlsx');
  });

  it('are listed for the telephone, and exported with the whole board', async () => {
    await page.goto(`/meetings/${venue.meeting.meetingId}/readiness`);
    expect(await downloaded('export-readiness')).to.equal('san-sang.xlsx');
    await page.getByTestId('readiness-filter-telephone').click();
    expect(await downloaded('export-readiness')).to.equal('can-goi-dien.xlsx');
  });
});
