import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { siteList } from '../../../protocol/rest/sites/sites.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { sees } from '../pages/witness.ts';

describe('units that were created twice', function () {
  this.timeout(180_000);
  let venue: Venue;
  let page: Page;
  /** The codes by the unit's name with its parent's. */
  let codes: ReadonlyMap<string, string>;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    const { sites } = siteList.parse(await venue.meeting.administration.call('site.list', {}));
    const nameOf = new Map(sites.map(({ id, name }) => [id, name]));
    codes = new Map(
      sites.map(({ name, parentId, code }) => [`${name}, ${nameOf.get(parentId ?? '')}`, code]),
    );
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const imports = async (button: string, heading: string, rows: readonly string[]): Promise<void> => {
    await page.getByTestId(button).click();
    await page.getByTestId('import-file').setInputFiles({
      name: 'bảng tính.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['\uFEFF' + heading, ...rows].join('\r\n')),
    });
    await page.getByTestId('import-confirm').click();
    await page.getByText('Đã nhập xong.').waitFor();
    await page.keyboard.press('Escape');
  };
  const made = [
    ['99001', 'Xã Tam Hồng', 'Huyện Yên Lạc'],
    ['99002', 'Xã Trung Mỹ', 'Huyện Bình Xuyên'],
    ['99003', 'Xã Đồng Cương', 'Huyện Yên Lạc'],
  ] as const;
  const codeOf = (unit: string): string => codes.get(unit) ?? '';
  const sheetOf = (addition: string) =>
    made.map(
      ([code, name, parent]) => `${code};${name}${addition};Cấp xã;${codeOf(`${parent}, Tỉnh Vĩnh Phúc`)}`,
    );
  const units = (hasText: string): Locator => page.getByTestId('unit').filter({ hasText });
  const press = async (button: Locator): Promise<void> => {
    await button.focus();
    await page.keyboard.press('Enter');
  };

  it('are listed as duplicates once they exist', async () => {
    // A sheet does not create a unit with an existing name, but two sheets can: the second renames the units
    // of the first.
    const heading = 'Mã đơn vị;Tên đơn vị;Cấp;Mã đơn vị cấp trên';
    await page.getByTestId('sites-link').click();
    await imports('import-sites', heading, sheetOf(' mới'));
    expect(await page.getByTestId('doubles').count()).to.equal(0);
    await imports('import-sites', heading, sheetOf(''));
    await page.getByText('3 đơn vị có thể bị nhập trùng').waitFor();
    await page.getByTestId('endpoints-link').click();
    await imports('import-endpoints', 'Mã đơn vị;Tên điểm cầu', [
      '99001;Hội trường UBND Tam Hồng',
      '99001;Phòng họp số 2',
    ]);
    await page.getByTestId('sites-link').click();
    await page.getByTestId('doubles-show').click();
    const listed = async () =>
      (await page.getByTestId('double').allInnerTexts()).map((text) => text.split(/\s*\n\s*/)[0] ?? '');
    await sees(listed, [
      'Xã Đồng Cương, Huyện Yên Lạc',
      'Xã Tam Hồng, Huyện Yên Lạc',
      'Xã Trung Mỹ, Huyện Bình Xuyên',
    ]);
  });

  it('are merged with the keyboard, after a preview of what moves with them; Escape leaves them unchanged', async () => {
    const merge = page.getByTestId('double').filter({ hasText: '99001' }).getByTestId('double-merge');
    await press(merge);
    await page.getByTestId('merge-check').waitFor();
    expect(await page.getByTestId('merge-pair').innerText()).to.equal(
      `Xã Tam Hồng, Huyện Yên Lạc (99001) vào Xã Tam Hồng, Huyện Yên Lạc (${codeOf('Xã Tam Hồng, Huyện Yên Lạc')})`,
    );
    expect(await page.getByTestId('held-endpoints').innerText()).to.equal('2 điểm cầu');
    expect(await page.getByTestId('merge-renamed').innerText()).to.contain('1 điểm cầu');
    await page.keyboard.press('Escape');
    await page.getByTestId('merge-dialog').waitFor({ state: 'detached' });
    expect(await page.getByTestId('double').count()).to.equal(3);

    await press(merge);
    await page.getByTestId('merge-check').waitFor();
    await press(page.getByTestId('merge-confirm'));
    await page.getByText('Đã gộp xong.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('2 đơn vị có thể bị nhập trùng').waitFor();
    await page.getByTestId('unit-search').fill('tam hong');
    await sees(() => units('Xã Tam Hồng').count(), 1);
  });

  it('are shown again where another person adds a room to one between the preview and the merge', async () => {
    await page.getByTestId('double').filter({ hasText: '99002' }).getByTestId('double-merge').click();
    await page.getByText('Không có điểm cầu, tài khoản hay phiên họp nào cần chuyển.').waitFor();
    const { administration } = venue.meeting;
    const { sites } = siteList.parse(await administration.call('site.list', {}));
    const siteId = sites.find(({ code }) => code === '99002')?.id ?? '';
    await administration.call('endpoint.create', { body: { siteId, name: 'Phòng họp mới' } });
    await page.getByTestId('merge-confirm').click();
    await page.getByText('Dữ liệu đã thay đổi từ lúc xem').waitFor();
    await sees(() => page.getByTestId('held-endpoints').innerText(), '1 điểm cầu');
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('double').count()).to.equal(2);
  });

  it('are merged all at once, and then none is listed any more', async () => {
    await page.getByTestId('doubles-merge-all').click();
    await page.getByTestId('merge-check').waitFor();
    expect(await page.getByTestId('merge-pair').count()).to.equal(2);
    await page.getByTestId('merge-confirm').click();
    await page.getByText('Đã gộp xong 2 đơn vị.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('doubles').waitFor({ state: 'detached' });
  });

  it('are listed as ended, with the units that they merged into', async () => {
    await page.getByTestId('unit-search').fill('tam hong');
    await page.getByTestId('units-shown-ended').click();
    const ended = await page.getByTestId('ended-unit').innerText();
    expect(ended).to.contain('99001').and.to.contain('Ngừng hiệu lực từ');
    expect(ended).to.contain(`gộp vào Xã Tam Hồng, Huyện Yên Lạc (${codeOf('Xã Tam Hồng, Huyện Yên Lạc')})`);
    await page.getByTestId('units-shown-standing').click();
  });

  it('are named where the unit is edited that they merged into', async () => {
    await units('Xã Tam Hồng').getByTestId('unit-edit').click();
    await page.getByTestId('unit-lineage').getByText('Xã Tam Hồng (99001) gộp vào đơn vị này').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('edit-unit').waitFor({ state: 'detached' });
  });

  it('have given their rooms to the remaining unit, each under a name of its own', async () => {
    await page.getByTestId('endpoints-link').click();
    const room = page.getByTestId('endpoint').filter({ hasText: 'Xã Tam Hồng, Huyện Yên Lạc' });
    await sees(() => room.count(), 3);
    const names = (await room.allInnerTexts()).map((text) => text.split(/\s*\n\s*/)[0]);
    expect(names).to.have.members([
      'Hội trường UBND Tam Hồng',
      'Hội trường UBND Tam Hồng (99001)',
      'Phòng họp số 2',
    ]);
    await page.getByTestId('sites-link').click();
  });

  it('may be any two of one level: the other is found by its name', async () => {
    await page.getByTestId('unit-search').fill('dong cuong');
    await units('Xã Đồng Cương').getByTestId('unit-merge').click();
    await page.getByTestId('merge-search').fill('huyen yen lac');
    await page.getByTestId('merge-choose').first().waitFor();
    const offered = await page.getByTestId('merge-dialog').locator('.found li').allInnerTexts();
    expect(offered.every((text) => text.startsWith('Xã') || text.startsWith('Thị trấn'))).to.equal(true);
    await page.getByTestId('merge-search').fill('tam hong');
    // What was found for the text before is shown until the answer is here.
    const found = page.getByTestId('merge-dialog').locator('.found li');
    await found.filter({ hasText: 'Xã Tam Hồng' }).getByTestId('merge-choose').click();
    await page.getByTestId('merge-check').waitFor();
    await page.getByTestId('merge-confirm').click();
    await page.getByText('Đã gộp xong.').waitFor();
    await page.keyboard.press('Escape');
    await units('Xã Đồng Cương').waitFor({ state: 'detached' });
  });

  it('are not ended while units are below them, and otherwise end on the chosen day', async () => {
    await page.getByTestId('unit-search').fill('huyen yen lac, tinh');
    await units('Huyện Yên Lạc, Tỉnh').getByTestId('unit-retire').click();
    await page.getByText('Còn đơn vị trực thuộc có hiệu lực sau ngày này').waitFor();
    expect(await page.getByTestId('retire-confirm').isDisabled()).to.equal(true);
    await page.keyboard.press('Escape');

    await page.getByTestId('unit-search').fill('trung my');
    await units('Xã Trung Mỹ').getByTestId('unit-retire').click();
    await page.getByTestId('retire-day').fill('01/07/2199');
    await page.getByText('Từ 01/07/2199').waitFor();
    await sees(() => page.getByTestId('held-endpoints').innerText(), '2 điểm cầu');
    await page.getByTestId('retire-confirm').click();
    await page.getByTestId('retire-done').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Sẽ ngừng hiệu lực từ 01/07/2199').waitFor();
  });
});
