import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience } from './witness.ts';

describe('rooms that an administrator keeps and pairs by the pages', function () {
  this.timeout(240_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    await page.getByTestId('endpoints-link').click();
  });
  after(() => venue[Symbol.asyncDispose]());

  const search = (text: string): Promise<void> => page.getByTestId('endpoint-search').fill(text);
  const room = (hasText: string): Locator => page.getByTestId('endpoint').filter({ hasText });
  const add = async (unit: string, name: string): Promise<void> => {
    await page.getByTestId('endpoint-add').click();
    await page.getByTestId('endpoint-unit-search').fill(unit);
    await page.getByTestId('endpoint-unit-choose').first().click();
    await page.getByTestId('endpoint-name').fill(name);
  };
  const created = async (): Promise<void> => {
    await page.getByTestId('endpoint-create').click();
    await page.getByTestId('new-endpoint').waitFor({ state: 'detached' });
  };
  const stateBecomes = (of: Locator, state: string): Promise<void> =>
    of.locator(`[data-testid=device-state][data-state=${state}]`).waitFor();

  it('are added with telephone, equipment and line, and not twice under one name', async () => {
    await add('xa tam hong', 'Phòng họp tầng 2');
    await page.getByTestId('endpoint-phone').fill('0211 386 2001');
    await page.getByTestId('endpoint-equipment').fill('Màn hình 65 inch, camera xoay');
    await page.getByTestId('line-down').fill('8000');
    await created();
    await search('phong hop tang 2');
    const text = await room('Phòng họp tầng 2').innerText();
    expect(text).to.contain('0211 386 2001').and.to.contain('camera xoay').and.to.contain('xuống 8000');
    await stateBecomes(room('Phòng họp tầng 2'), 'never');
    await add('xa tam hong', 'phòng họp tầng 2');
    await page.getByText('Đơn vị này đã có điểm cầu cùng tên.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('are renamed and moved to another unit', async () => {
    await room('Phòng họp tầng 2').getByTestId('change-line').click();
    await page.getByTestId('endpoint-name').fill('Phòng họp số 5');
    await page.getByTestId('line-save').click();
    await page.getByTestId('line-dialog').waitFor({ state: 'detached' });
    await search('phong hop so 5');
    await room('Phòng họp số 5').getByTestId('change-line').click();
    await page.getByTestId('endpoint-move').click();
    await page.getByTestId('move-search').fill('xa dong van');
    await page.getByTestId('move-choose').first().click();
    expect(await page.getByTestId('move-effect').innerText()).to.contain('Xã Đồng Văn, Huyện Yên Lạc');
    await page.getByTestId('move-confirm').click();
    await page.getByTestId('move-endpoint').waitFor({ state: 'detached' });
    await room('Xã Đồng Văn, Huyện Yên Lạc').waitFor();
  });

  it('are paired by a printable sheet of codes, whose link fills the code in', async () => {
    await add('xa dong van', 'Phòng họp số 6');
    await created();
    await search('phong hop so');
    await page.getByTestId('endpoint-state').selectOption('never');
    await page.getByTestId('pairing-sheet-open').click();
    expect(await page.getByTestId('sheet-count').innerText()).to.contain('2 điểm cầu');
    await page.getByTestId('code-life').selectOption('1209600');
    await page.getByTestId('sheet-make').click();
    const slip = page.getByTestId('code-slip').filter({ hasText: 'Phòng họp số 6' });
    expect(await slip.innerText())
      .to.contain('Xã Đồng Văn, Huyện Yên Lạc')
      .and.to.contain('/room');
    const code = (await slip.getByTestId('slip-code').innerText()).trim();
    expect(await page.getByTestId('sheet-print').isEnabled()).to.equal(true);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByTestId('sheet-print').isVisible()).to.equal(false);
    expect(await page.getByTestId('endpoint-search').isVisible()).to.equal(false);
    expect(await slip.isVisible()).to.equal(true);
    await page.emulateMedia({ media: null });
    await page.keyboard.press('Escape');
    await page.getByTestId('endpoint-state').selectOption('any');
    expect(await room('Phòng họp số 6').innerText()).to.contain('Mã ghép còn hiệu lực đến');

    const screen = await venue.page(`/room#${code.replace('-', '')}`);
    expect(await screen.getByTestId('pairing-code').inputValue()).to.equal(code.replace('-', ''));
    await screen.waitForURL(/\/room$/);
    await screen.getByTestId('pair').click();
    await screen.getByTestId('room-waiting').waitFor();
    await stateBecomes(room('Phòng họp số 6'), 'online');
  });

  it('are paired by the code on their screen, and unpaired at once', async () => {
    const screen = await venue.page('/room');
    const code = (await screen.getByTestId('shown-screen-code').innerText()).trim();
    await room('Phòng họp số 5').getByTestId('pair').click();
    await page.getByTestId('pairing-way-screen').click();
    await page.getByTestId('screen-code').fill('AAA-333');
    await page.getByTestId('screen-grant').click();
    await page.getByText('Không có màn hình nào đang hiện mã này.').waitFor();
    await page.getByTestId('screen-code').fill(code.toLowerCase());
    await page.getByTestId('screen-grant').click();
    expect(await page.getByTestId('screen-granted').innerText()).to.contain('Chrome');
    await page.keyboard.press('Escape');
    await screen.getByTestId('room-waiting').waitFor();
    expect(await screen.getByTestId('room-endpoint').innerText()).to.equal('Phòng họp số 5');
    await stateBecomes(room('Phòng họp số 5'), 'online');

    await room('Phòng họp số 5').getByTestId('unpair').click();
    await page.getByTestId('confirm').click();
    await screen.getByTestId('shown-screen-code').waitFor();
    await stateBecomes(room('Phòng họp số 5'), 'unpaired');
    expect(await room('Phòng họp số 5').innerText()).to.contain('Lần cuối:');
  });

  it('have their states and sheets in English, too', async () => {
    await page.getByTestId('language').click();
    expect(await room('Phòng họp số 5').innerText())
      .to.contain('Unpaired')
      .and.to.contain('Last seen:');
    await room('Phòng họp số 5').getByTestId('pair').click();
    await page.getByTestId('code-life').selectOption('86400');
    await page.getByTestId('pairing-make').click();
    expect(await page.getByTestId('new-pairing-code').innerText()).to.match(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
    await page.keyboard.press('Escape');
    await page.getByTestId('language').click();
  });

  it('are taken out of use', async () => {
    await room('Phòng họp số 6').getByTestId('change-line').click();
    await page.getByTestId('endpoint-retire').click();
    await page.getByTestId('confirm').click();
    await eventually(async () => (await room('Phòng họp số 6').count()) === 0, 'it to be gone', patience);
  });
});
