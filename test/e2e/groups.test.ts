import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';

describe('a saved group as invitees, in a real browser', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('is saved from the current selection', async () => {
    await page.getByTestId('new-meeting').click();
    await page.getByTestId('meeting-title').fill('Họp phòng chống bão');
    await page.getByTestId('site-search').fill('Vĩnh Phúc');
    await page.getByTestId('site').first().click();
    const tomorrow = new Date(Date.now() + 86_400_000).toLocaleDateString('sv-SE');
    await page.getByTestId('meeting-date').fill(tomorrow);
    await page.getByTestId('meeting-start').fill('08:00');
    await page.getByTestId('meeting-end').fill('09:00');
    const recorded = page.getByTestId('meeting-recorded');
    await recorded.check();
    await page.getByTestId('meeting-classification').selectOption('classified');
    await recorded.waitFor({ state: 'detached' });
    await page.getByTestId('meeting-classification').selectOption('unclassified');
    expect(await recorded.isChecked()).to.equal(false);
    await recorded.check();
    await page.getByText('Còn 2 máy ghi hình.').waitFor();
    await page.getByTestId('meeting-create').click();
    await page.getByTestId('selection-save').click();
    await page.getByTestId('group-name').fill('Các điểm cầu miền núi');
    await page.keyboard.press('Enter');
    await page.getByTestId('saved-group').getByText('Các điểm cầu miền núi').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('is-recorded').waitFor();
  });

  it('invites its members but one, and the list stays as it was sent', async () => {
    await page.getByTestId('selection-whom').selectOption({ label: 'Nhóm: Các điểm cầu miền núi' });
    await page.getByTestId('selection-except').fill('yen lac');
    await page.getByTestId('selection-except-choose').first().click();
    await page.getByTestId('selection-invite').click();
    await page.getByTestId('selection-result').waitFor();
    const invited = page.getByTestId('invitation');
    const [, trungMy] = venue.meeting.endpoints;
    expect(await invited.evaluateAll((all) => all.map((each) => each.dataset['invitee']))).to.deep.equal([
      trungMy,
    ]);
    await page.getByTestId('sent-selections').locator('summary').click();
    expect(await page.getByTestId('sent-selection').textContent())
      .to.include('Nhóm “Các điểm cầu miền núi” – trừ: Huyện Yên Lạc, Tỉnh Vĩnh Phúc')
      .and.to.include('1 điểm cầu');
  });

  it('is followed by the names of the delegates', async () => {
    await page.getByTestId('ask-delegates').click();
    await page.getByTestId('delegates-typed').fill('Bùi Thị Hoà, Chủ tịch UBND xã\nTrần Văn An');
    await page.getByTestId('delegates-save').click();
    await page.getByTestId('asked-delegates').waitFor();
    expect(await page.getByTestId('asked-delegates').textContent()).to.equal(
      'Mời: Bùi Thị Hoà (Chủ tịch UBND xã); Trần Văn An',
    );
  });
});
