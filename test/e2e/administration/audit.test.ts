import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { shownIn } from '../../../server/sheets/formats/sheet-cell.ts';
import { eventually } from '../../support/eventually.ts';
import { chair } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

describe('the audit log', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const rows = () => page.getByTestId('audit-entry').locator('summary').allInnerTexts();
  const shows = (what: string, holds: (texts: readonly string[]) => boolean) =>
    eventually(async () => holds(await rows()), what, patience);

  it('shows that an account was disabled, and that a wrong password was tried before', async () => {
    const stranger = await venue.page('/login');
    await stranger.getByTestId('login').fill(chair.login);
    await stranger.getByTestId('password').fill('không phải mật khẩu này');
    await stranger.getByTestId('sign-in').click();
    await stranger.getByRole('alert').waitFor();

    await page.getByTestId('accounts-link').click();
    const row = page.getByTestId('account-row').filter({ hasText: chair.login });
    await row.getByTestId('account-disable').click();
    await page.getByTestId('confirm').click();
    await row.getByText('Đã khóa').waitFor();
    expect(await row.getByTestId('account-disable').count()).to.equal(0);

    await page.getByTestId('administration-menu').click();
    await page.getByTestId('audit-link').click();
    await page.getByTestId('audit-search').fill(chair.login);
    await shows('both to be listed', (texts) =>
      ['Khóa tài khoản', 'Đăng nhập'].every((action) => texts.some((text) => text.includes(action))),
    );
    await page.getByTestId('audit-outcome').selectOption('refused');
    await shows(
      'the wrong password alone',
      (texts) =>
        texts.length === 1 &&
        (texts[0] ?? '').includes('Bị từ chối') &&
        (texts[0] ?? '').includes(chair.login),
    );
  });

  it('opens an entry with the keyboard, with the values before and after', async () => {
    await page.getByTestId('audit-outcome').selectOption('');
    await page.getByTestId('audit-action').selectOption('account.disabled');
    await shows(
      'the disabled account alone',
      (texts) => texts.length === 1 && (texts[0] ?? '').includes('Khóa tài khoản'),
    );
    await page.getByTestId('audit-entry').locator('summary').focus();
    await page.keyboard.press('Enter');
    const changes = page.getByTestId('audit-entry').locator('tbody tr');
    await changes.first().waitFor();
    expect((await changes.allInnerTexts()).map((text) => text.split('\t'))).to.deep.equal([
      ['Đã khóa', 'Không', 'Có'],
    ]);
  });

  it('keeps its filters in its address', async () => {
    expect(new URL(page.url()).searchParams.get('action')).to.equal('account.disabled');
    await page.reload();
    await shows('the same entry after a reload', (texts) => texts.length === 1);
    await page.getByTestId('audit-unit').waitFor();
    expect(await page.getByTestId('audit-search').inputValue()).to.equal(chair.login);
    await page.getByTestId('audit-entry').locator('summary').click();
    await page.getByTestId('audit-only-actor').click();
    await page.getByTestId('audit-any-actor').waitFor();
    expect(new URL(page.url()).searchParams.get('actor')).to.match(/^[\da-f-]{36}$/);
    await page.getByTestId('audit-any-actor').click();
  });

  it('is limited to what an action was about, to a unit, and to a day', async () => {
    await page.getByTestId('audit-target').selectOption('account');
    await shows('the entry about an account', (texts) => texts.length === 1);
    await page.getByTestId('audit-target').selectOption('endpoint');
    await shows('no entry about a room', (texts) => texts.length === 0);
    await page.getByTestId('audit-target').selectOption('');
    await page.getByTestId('audit-unit').fill('yen lac');
    await page.getByTestId('audit-unit-found').first().click();
    await shows('no entry of a district', (texts) => texts.length === 0);
    await page.getByTestId('audit-unit-clear').click();
    await shows('the entry again', (texts) => texts.length === 1);
    await page.getByTestId('audit-to').fill('01/01/2026');
    await shows('no entry until that day', (texts) => texts.length === 0);
    await page.getByTestId('audit-to').fill('');
    await shows('the entry again', (texts) => texts.length === 1);
  });

  it('is exported as a spreadsheet that has both, and the export is in the log itself', async () => {
    await page.getByTestId('audit-action').selectOption('');
    await shows('both again', (texts) => texts.length >= 2);
    const coming = page.waitForEvent('download');
    await page.getByTestId('export-audit').click();
    const table = readTable(new Uint8Array(await readFile(await (await coming).path())));
    if (table === 'too-large') throw new Error('the sheet cannot be read');
    const sheet = table.map((cells) => cells.map(shownIn).join(' | '));
    const line = (action: string, outcome: string) =>
      sheet.filter((text) => text.includes(` | ${action} | ${outcome} | `) && text.includes(chair.login));
    expect(line('Khóa tài khoản', 'Đã thực hiện')).to.have.length(1);
    expect(line('Đăng nhập', 'Bị từ chối')).to.have.length(1);
    await page.getByTestId('audit-search').fill(administrator.login);
    await page.getByTestId('audit-action').selectOption('sheet.exported');
    await shows('the export', (texts) => texts.length === 1);
  });

  it('shows in both languages that a sign-in was copied', async () => {
    const ask = async (method: string, path: string, cookie?: string): Promise<string | undefined> => {
      const { login, password } = administrator;
      const answer = await fetch(`${venue.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) },
        ...(cookie === undefined && { body: JSON.stringify({ login, password }) }),
      });
      return answer.headers
        .getSetCookie()
        .find((each) => each.startsWith('diemcau-refresh='))
        ?.split(';', 1)[0];
    };
    const copied = await ask('POST', '/api/v1/session');
    const renewed = await ask('POST', '/api/v1/session/refresh', copied);
    await ask('POST', '/api/v1/session/refresh', renewed);
    await ask('POST', '/api/v1/session/refresh', copied);

    await page.getByTestId('audit-search').fill('');
    await page.getByTestId('audit-action').selectOption('session.reuse-found');
    await shows('the copied sign-in', (texts) =>
      texts.some(
        (text) =>
          text.includes('Phát hiện phiên đăng nhập bị sao chép') && text.includes(administrator.login),
      ),
    );
    await page.getByTestId('language').click();
    await shows('it in English', (texts) => texts.some((text) => text.includes('Copied sign-in found')));
  });
});
