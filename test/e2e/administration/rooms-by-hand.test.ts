import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { startMailServer } from '../../support/mail/mail-server.ts';
import { textInMail } from '../../support/mail/mail-text.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

const office = 'vanphong@dongvan.example';

describe('rooms that an administrator keeps and pairs by the pages', function () {
  this.timeout(240_000);
  let venue: Venue;
  let page: Page;
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  before(async () => {
    mail = await startMailServer();
    venue = await openVenue({
      environment: (url) => ({
        DIEMCAU_HTTP__PUBLICURL: url,
        DIEMCAU_MAIL__SMTPURL: mail.url,
        DIEMCAU_MAIL__FROM: 'hop@vinhphuc.example',
      }),
    });
    page = await venue.signedIn(administrator);
    await page.getByTestId('endpoints-link').click();
  });
  after(async () => {
    await venue?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
  });

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
    await page.getByTestId('endpoint-email').fill(office);
    await page.getByTestId('endpoint-equipment').fill('Màn hình 65 inch, camera xoay');
    await page.getByTestId('line-down').fill('8000');
    await created();
    await search('phong hop tang 2');
    const text = await room('Phòng họp tầng 2').innerText();
    expect(text)
      .to.contain(`0211 386 2001 · ${office}`)
      .and.to.contain('camera xoay')
      .and.to.contain('xuống 8000');
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

  it('have labels to filter by, and permission for classified meetings', async () => {
    await room('Phòng họp số 5').getByTestId('change-tags').click();
    await page.getByTestId('tags-typed').fill('tầng 2, hội trường lớn');
    await page.getByTestId('tags-save').click();
    await page.getByTestId('tags-typed').waitFor({ state: 'detached' });
    await search('');
    await page.getByTestId('endpoint-tag').selectOption('hội trường lớn');
    await sees(() => page.getByTestId('endpoint').count(), 1);
    await room('Phòng họp số 5').getByTestId('clear').click();
    await page.getByTestId('confirm').click();
    await room('Phòng họp số 5').getByTestId('unclear').click();
    await page.getByTestId('confirm').click();
    await room('Phòng họp số 5').getByTestId('clear').waitFor();
    await page.getByTestId('endpoint-tag').selectOption('');
  });

  it('are paired by a printable sheet of codes, whose link fills the code in', async () => {
    await add('xa dong van', 'Phòng họp số 6');
    await created();
    await search('phong hop so');
    await page.getByTestId('endpoint-state').selectOption('never');
    await page.getByTestId('pairing-sheet-open').click();
    await page.getByTestId('sheet-count').getByText('2 điểm cầu').waitFor();
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
    await room('Phòng họp số 6').getByText('Mã ghép còn hiệu lực đến').waitFor();

    const screen = await venue.page(`/room#${code.replace('-', '')}`);
    await sees(() => screen.getByTestId('pairing-code').inputValue(), code.replace('-', ''));
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
    await room('Phòng họp số 5').getByText('Lần cuối:').waitFor();
  });

  /** The address that the last letter to the office names. */
  const mailedLink = (letters: number): Promise<string> =>
    eventually(
      () => {
        const received = mail.received.filter(({ to }) => to.includes(office));
        const text = textInMail(received[letters - 1]?.raw ?? '');
        return /\/room#[A-Z0-9]{8}/.exec(text)?.[0];
      },
      `letter ${letters} to the office`,
      patience,
    );

  it('get their codes by mail to the unit, and on a sheet where there is no address', async () => {
    await search('phong hop so');
    await page.getByTestId('pairing-sheet-open').click();
    await page.getByTestId('sheet-count').getByText('1 điểm cầu').waitFor();
    await page.getByTestId('sheet-unpaired').uncheck();
    await page.getByTestId('sheet-count').getByText('2 điểm cầu').waitFor();
    await page.getByTestId('sheet-mail').click();
    await page.getByTestId('sheet-mailed').getByText('Đã gửi thư cho 1 điểm cầu. Còn 1 điểm cầu').waitFor();
    await page.getByTestId('code-slip').getByText('Phòng họp số 6').waitFor();
    expect(await page.getByTestId('code-slip').count()).to.equal(1);
    await page.keyboard.press('Escape');
    await mailedLink(1);

    await search('phong hop so 5');
    await page.getByTestId('pairing-sheet-open').click();
    await page.getByTestId('sheet-mail').click();
    await page.getByTestId('sheet-mailed').getByText('Đã gửi thư cho 1 điểm cầu.', { exact: true }).waitFor();
    expect(await page.getByTestId('sheet-print').count()).to.equal(0);
    await page.keyboard.press('Escape');

    const screen = await venue.page(await mailedLink(2));
    await screen.getByTestId('pair').click();
    await screen.getByTestId('room-waiting').waitFor();
    await stateBecomes(room('Phòng họp số 5'), 'online');
    await room('Phòng họp số 5').getByTestId('unpair').click();
    await page.getByTestId('confirm').click();
    await stateBecomes(room('Phòng họp số 5'), 'unpaired');
    await search('phong hop so');
  });

  it('have their states and sheets in English, too', async () => {
    await page.getByTestId('language').click();
    await room('Phòng họp số 5').getByText('Unpaired').waitFor();
    await room('Phòng họp số 5').getByText('Last seen:').waitFor();
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
    await room('Phòng họp số 6').waitFor({ state: 'detached' });
  });
});
