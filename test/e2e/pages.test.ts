import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { chair } from '../support/province.ts';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience } from './witness.ts';

/** Opens a page and counts the bytes of all scripts that it loads until `shown` is on the screen, compressed. */
async function weightOf(venue: Venue, path: string, shown: string): Promise<number> {
  const page = await venue.page('/api/none');
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (/\.m?js$/.test(new URL(response.url()).pathname)) scripts.push(response.body());
  });
  await page.goto(path);
  await page.getByTestId(shown).waitFor();
  const bodies = await Promise.all(scripts);
  expect(bodies.length).to.be.above(0);
  await page.context().close();
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

describe('the pages', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    await page.getByTestId('meetings-link').waitFor();
  });
  after(() => venue[Symbol.asyncDispose]());

  const isTitled = (title: string) =>
    eventually(async () => (await page.title()) === `${title} – Điểm cầu`, `the title “${title}”`, patience);

  it('have their names in the title of the document, in both languages', async () => {
    for (const [link, title] of [
      ['calendar-link', 'Lịch họp'],
      ['sites-link', 'Đơn vị'],
      ['endpoints-link', 'Điểm cầu'],
      ['accounts-link', 'Tài khoản'],
      ['audit-link', 'Nhật ký hệ thống'],
      ['own-account-link', 'Tài khoản của tôi'],
      ['meetings-link', 'Phiên họp'],
    ] as const) {
      await page.getByTestId(link).click();
      await isTitled(title);
      expect(await page.getByTestId(link).getAttribute('aria-current')).to.equal('page');
    }
    await page.getByTestId('language').click();
    await isTitled('Meetings');
    await page.getByTestId('language').click();
    await page.goBack();
    await isTitled('Tài khoản của tôi');
  });

  it('write a date as Vietnamese offices do, and as English does', async () => {
    const date = page.locator('.heading__date');
    await page.getByTestId('meetings-link').click();
    expect(await date.textContent()).to.match(
      /^(Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ Nhật), ngày \d{2} tháng \d{2} năm \d{4}$/,
    );
    await page.getByTestId('language').click();
    expect(await date.textContent()).to.match(/^\w+day,? \d{1,2} \w+ \d{4}$/);
    await page.getByTestId('language').click();
  });

  it('are refused to an account that may not see them, and missing from its menu', async () => {
    const theirs = await venue.signedIn(chair);
    await theirs.getByTestId('meetings-link').waitFor();
    expect(await theirs.getByTestId('audit-link').count()).to.equal(0);
    await theirs.goto('/audit');
    await theirs.getByText('Bạn không có quyền thực hiện việc này.').waitFor();
    await theirs.context().close();
  });

  it('say that they could not be loaded while the server is away, and load afterwards', async () => {
    const theirs = await venue.signedIn(administrator);
    await theirs.getByTestId('audit-link').waitFor();
    await theirs.route('**/assets/*.js', (route) => route.abort());
    await theirs.getByTestId('audit-link').click();
    await theirs.getByTestId('not-loaded').waitFor();
    await theirs.unroute('**/assets/*.js');
    await theirs.getByTestId('not-loaded').getByRole('button').click();
    await theirs.getByTestId('audit-search').waitFor();
    await theirs.context().close();
  });

  for (const [path, shown] of [
    ['/login', 'sign-in'],
    ['/reply/none', 'reply-notice'],
    ['/room', 'pairing-code'],
  ] as const) {
    it(`load at most 120 kB of scripts at ${path}`, async () => {
      expect(await weightOf(venue, path, shown)).to.be.below(120_000);
    });
  }
});
