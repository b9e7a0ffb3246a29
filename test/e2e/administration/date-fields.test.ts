import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { administrator } from '../../support/rest/secrets.ts';
import { eventually } from '../../support/eventually.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

describe('date and time fields, in a real browser', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    await page.getByTestId('new-meeting').click();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const field = (name: string): Locator => page.getByTestId(name);
  const type = async (name: string, text: string): Promise<void> => {
    await field(name).fill(text);
    await page.keyboard.press('Tab');
  };
  const becomes = (name: string, value: string) =>
    eventually(async () => (await field(name).inputValue()) === value, `${name} to show ${value}`, patience);
  const isAt = (day: string) => page.locator(`[data-day="${day}"]:focus`).waitFor();

  it('take dates and times as offices write them, and complete them', async () => {
    await type('meeting-date', '7-12-2027');
    await becomes('meeting-date', '07/12/2027');
    await type('meeting-date', '08122027');
    await becomes('meeting-date', '08/12/2027');
    await type('meeting-date', '9/12/27');
    await becomes('meeting-date', '09/12/2027');
    await type('meeting-start', '8h30');
    await becomes('meeting-start', '08:30');
    await type('meeting-end', '14');
    await becomes('meeting-end', '14:00');
  });

  it('say what is wrong with a date that no calendar has', async () => {
    await type('meeting-date', '31/02/2027');
    await page.getByText('Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 07/12/2026.').waitFor();
    expect(await field('meeting-date').getAttribute('aria-invalid')).to.equal('true');
    await type('meeting-start', '25:00');
    await page.getByText('Giờ chưa đúng. Nhập giờ:phút theo 24 giờ, ví dụ 14:30.').waitFor();
    await type('meeting-date', '09/12/2027');
    await type('meeting-start', '8h30');
    await page.getByText('Ngày chưa đúng.').waitFor({ state: 'detached' });
    expect(await field('meeting-date').getAttribute('aria-invalid')).to.equal('false');
  });

  it('step with the arrow keys: a day, a quarter of an hour', async () => {
    await field('meeting-date').press('ArrowUp');
    await becomes('meeting-date', '10/12/2027');
    await field('meeting-date').press('ArrowDown');
    await becomes('meeting-date', '09/12/2027');
    await field('meeting-start').press('ArrowUp');
    await becomes('meeting-start', '08:45');
  });

  it('have a calendar for the keyboard, whose weeks begin on Monday', async () => {
    await field('meeting-date').press('Alt+ArrowDown');
    await isAt('2027-12-09');
    const grid = page.getByRole('grid');
    expect(
      await grid.locator('th').evaluateAll((all) => all.map((each) => each.getAttribute('abbr'))),
    ).to.deep.equal(['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ Nhật']);
    expect(await grid.locator('td').first().locator('[data-day="2027-11-29"]').count()).to.equal(1);
    for (const [key, day] of [
      ['ArrowRight', '2027-12-10'],
      ['ArrowDown', '2027-12-17'],
      ['Home', '2027-12-13'],
      ['End', '2027-12-19'],
      ['PageDown', '2028-01-19'],
      ['Shift+PageUp', '2027-01-19'],
      ['PageUp', '2026-12-19'],
      ['ArrowUp', '2026-12-12'],
      ['ArrowLeft', '2026-12-11'],
    ] as const) {
      await page.keyboard.press(key);
      await isAt(day);
    }
    expect(await page.locator('[data-day="2026-12-11"]').getAttribute('aria-label')).to.equal(
      'Thứ Sáu, ngày 11 tháng 12 năm 2026',
    );
    await page.keyboard.press('Enter');
    await becomes('meeting-date', '11/12/2026');
    await page.locator('[data-testid="meeting-date"]:focus').waitFor();
  });

  it('close their calendar with Escape, and only that', async () => {
    await field('meeting-date').press('Alt+ArrowDown');
    await isAt('2026-12-11');
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor({ state: 'detached' });
    expect(await field('meeting-date').inputValue()).to.equal('11/12/2026');

    await page.getByTestId('sites-link').click();
    await page.getByTestId('unit-add').click();
    await field('unit-from').press('Alt+ArrowDown');
    await page.locator('[data-day]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor({ state: 'detached' });
    expect(await page.getByTestId('new-unit').isVisible()).to.equal(true);
    await page.keyboard.press('Escape');
    await page.getByTestId('new-unit').waitFor({ state: 'detached' });
  });

  it('are filled with the mouse alone, in English too, and emptied where they may be empty', async () => {
    await page.getByTestId('language').click();
    await page.getByTestId('administration-menu').click();
    await page.getByTestId('audit-link').click();
    await field('audit-from').fill('05/12/2026');
    await page.getByTestId('audit-from-open').click();
    await page.getByRole('button', { name: 'Previous month' }).click();
    await page.getByRole('button', { name: /^Tuesday,? 24 November 2026$/ }).click();
    await becomes('audit-from', '24/11/2026');
    await page.getByTestId('audit-from-open').click();
    await page.getByTestId('day-clear').click();
    await becomes('audit-from', '');

    await page.getByTestId('meetings-link').click();
    await page.getByTestId('new-meeting').click();
    await page.getByTestId('meeting-start-open').click();
    await page.getByRole('option', { name: '13:45' }).click();
    await becomes('meeting-start', '13:45');
    await page.getByTestId('meeting-date-open').click();
    await page.getByTestId('day-today').click();
    expect(await field('meeting-date').inputValue()).to.match(/^\d\d\/\d\d\/\d{4}$/);
    await page.getByTestId('language').click();
  });

  it('have a list of times for the keyboard', async () => {
    await field('meeting-start').press('Alt+ArrowDown');
    const at = (time: string) => page.locator('[role="option"]:focus', { hasText: time }).waitFor();
    await at('13:45');
    await page.keyboard.press('ArrowDown');
    await at('14:00');
    await page.keyboard.press('PageUp');
    await at('13:00');
    await page.keyboard.press('Home');
    await at('00:00');
    await page.keyboard.press('End');
    await at('23:45');
    await page.keyboard.press('Enter');
    await becomes('meeting-start', '23:45');
  });
});
