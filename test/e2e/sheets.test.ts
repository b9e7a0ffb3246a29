import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { endpointList } from '../../protocol/rest/sites/endpoints.ts';
import { siteList } from '../../protocol/rest/sites/sites.ts';
import { eventually } from '../support/eventually.ts';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience } from './witness.ts';

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
  after(() => venue[Symbol.asyncDispose]());

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
    await page.getByTestId('import-change').first().waitFor();
    const unit = 'Xã Tam Hồng, Huyện Yên Lạc';
    expect(await changes()).to.deep.equal([
      ['2', 'Mới Phòng họp số 2', unit, 'Thư điện tử: tamhong@vinhphuc.example'],
      ['3', 'Mới Phòng họp số 3', unit],
    ]);
    await page.getByTestId('import-confirm').click();
    await page.getByText('Đã nhập xong.').waitFor();
    await page.keyboard.press('Escape');
    const room = page.getByTestId('endpoint').filter({ hasText: 'Phòng họp số 2' });
    await eventually(async () => (await room.count()) === 1, 'the room to be listed', patience);
    expect(await room.innerText()).to.contain('tamhong@vinhphuc.example');
  });

  it('are shown again where another person changes one between the preview and the import', async () => {
    await page.getByTestId('import-endpoints').click();
    await choose(`${commune};Phòng họp số 2;vanphong@vinhphuc.example`, `${commune};Phòng họp số 3;`);
    await page.getByTestId('import-change').first().waitFor();
    const told = async () => (await changes()).flatMap((texts) => texts.at(-1) ?? '');
    expect(await told()).to.deep.equal(['Thư điện tử: tamhong@vinhphuc.example → vanphong@vinhphuc.example']);
    const { administration } = venue.meeting;
    const { endpoints } = endpointList.parse(
      await administration.call('endpoint.list', { query: { q: 'phong hop so 2' } }),
    );
    const endpointId = endpoints[0]?.id ?? '';
    await administration.call('endpoint.change', { params: { endpointId }, body: { email: null } });
    await page.getByTestId('import-confirm').click();
    await page.getByText('Dữ liệu đã thay đổi từ lúc kiểm tra').waitFor();
    await page.getByTestId('import-change').first().waitFor();
    expect(await told()).to.deep.equal(['Thư điện tử: vanphong@vinhphuc.example']);
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

  it('have a contact to telephone', async () => {
    await page.getByTestId('sites-link').click();
    await page.getByTestId('unit-search').fill('tam hong');
    await page.getByTestId('unit-contacts').click();
    await page.getByTestId('contact-add').click();
    await page.getByTestId('contact-name').fill('Trần Thị Bình');
    await page.getByTestId('contact-phone').fill('0912 345 678');
    await page.getByTestId('contacts-save').click();
    await page.getByTestId('contacts-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('unit-contacts').click();
    expect(await page.getByTestId('contact-phone').inputValue()).to.equal('0912 345 678');
    await page.keyboard.press('Escape');
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
