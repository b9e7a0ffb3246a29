import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Page, Response } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { chair, provinceAccount } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, patience } from '../pages/witness.ts';

/** Opens a page and counts the bytes of all scripts that it loads until it is used, compressed. */
async function weightOf(venue: Venue, path: string, use: (page: Page) => Promise<void>): Promise<number> {
  const page = await venue.page('/api/none');
  const scripts: Promise<Buffer>[] = [];
  const weigh = (response: Response): void => {
    if (/\.m?js$/.test(new URL(response.url()).pathname)) scripts.push(response.body());
  };
  page.on('response', weigh);
  await page.goto(path);
  await use(page);
  // What the page loads ahead after that may still be on its way when its window closes.
  page.off('response', weigh);
  const bodies = await Promise.all(scripts);
  expect(bodies.length).to.be.above(0);
  await page.context().close();
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

const secretary = { login: 'tinh.thuky', password: 'mat-khau-cua-tinh', fullName: 'Hoàng Thị Thư' };

describe('the pages', function () {
  this.timeout(120_000);
  const photograph = photographer('pages');
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    await provinceAccount(venue.meeting.administration, { ...secretary, kind: 'secretariat' });
    page = await venue.signedIn(administrator);
    await page.getByTestId('meetings-link').waitFor();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const isTitled = (title: string) =>
    eventually(async () => (await page.title()) === `${title} – Điểm cầu`, `the title “${title}”`, patience);

  it('have their names in the title of the document, in both languages', async () => {
    const inMenu = new Set(['groups-link', 'bridges-link', 'audit-link']);
    for (const [link, title] of [
      ['calendar-link', 'Lịch họp'],
      ['sites-link', 'Đơn vị'],
      ['endpoints-link', 'Các điểm cầu'],
      ['groups-link', 'Nhóm'],
      ['accounts-link', 'Tài khoản'],
      ['bridges-link', 'Máy chủ cầu nối'],
      ['audit-link', 'Nhật ký hệ thống'],
      ['own-account-link', 'Tài khoản của tôi'],
      ['meetings-link', 'Phiên họp'],
    ] as const) {
      if (inMenu.has(link)) await page.getByTestId('administration-menu').click();
      await page.getByTestId(link).click();
      await isTitled(title);
      expect(await page.getByTestId(link).getAttribute('aria-current')).to.equal('page');
      await page.getByTestId('audit-link').waitFor({ state: 'hidden' });
    }
    await page.getByTestId('language').click();
    await isTitled('Meetings');
    await page.getByTestId('language').click();
    await page.goBack();
    await isTitled('Tài khoản của tôi');
  });

  it('have a header of one row at a desk, in both languages, with every page for an administrator', async () => {
    const rows = () =>
      page.locator('.frame__head').evaluate((head) => {
        const tops = [...head.children].map((part) => {
          const { top, height } = part.getBoundingClientRect();
          return top + height / 2;
        });
        return Math.max(...tops) - Math.min(...tops) < 2 && head.getBoundingClientRect().height < 80 ? 1 : 2;
      });
    for (const other of ['en', 'vi']) {
      await page.getByTestId('language').click();
      await page.locator(`html[lang="${other}"]`).waitFor();
      expect(await rows()).to.equal(1);
      await page.getByTestId('administration-menu').click();
      await page.getByTestId('audit-link').waitFor();
      await photograph(page, `menu-${other}`);
      await page.keyboard.press('Escape');
      await page.locator('[data-testid="administration-menu"]:focus').waitFor();
    }
  });

  it('have no menu for a single page of administration', async () => {
    const theirs = await venue.signedIn(secretary);
    await theirs.getByTestId('groups-link').click();
    await theirs.getByTestId('group-add').waitFor();
    expect(await theirs.getByTestId('administration-menu').count()).to.equal(0);
    await photograph(theirs, 'secretary');
    await theirs.context().close();
  });

  it('write a date as Vietnamese offices do, and as English does', async () => {
    const date = page.locator('.heading__date');
    await page.getByTestId('meetings-link').click();
    const reads = (as: RegExp) =>
      eventually(async () => as.test((await date.textContent()) ?? ''), `a date like ${as}`, patience);
    await reads(/^(Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ Nhật), ngày \d{2} tháng \d{2} năm \d{4}$/);
    await page.getByTestId('language').click();
    await reads(/^\w+day,? \d{1,2} \w+ \d{4}$/);
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
    await theirs.getByTestId('calendar-link').waitFor();
    await theirs.route('**/assets/*.js', (route) => route.abort());
    await theirs.getByTestId('administration-menu').click();
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
  ] as const) {
    it(`load at most 120 kB of scripts at ${path}`, async () => {
      const weight = await weightOf(venue, path, (page) => page.getByTestId(shown).waitFor());
      expect(weight).to.be.below(120_000);
    });
  }

  it('load at most 120 kB of scripts in a room, from the pairing to the picture and sound of a session', async () => {
    const chairPage = await venue.chairScreen();
    await chairPage.getByTestId('conference-start').click();
    await chairPage.getByTestId('confirm').click();
    const weight = await weightOf(venue, '/room', async (room) => {
      const [endpointId] = venue.meeting.endpoints;
      await room.getByTestId('pairing-code').fill(await venue.pairingCode(endpointId));
      await room.getByTestId('pair').click();
      await moves(room, '[data-testid="tile-chair"]');
      await room.getByTestId('audio').first().waitFor({ state: 'attached' });
    });
    expect(weight).to.be.below(120_000);
    await chairPage.context().close();
  });
});
