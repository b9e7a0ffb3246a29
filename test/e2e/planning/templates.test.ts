import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { templateList } from '../../../protocol/rest/meetings/templates.ts';
import { eventually } from '../../support/eventually.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

describe('meetings from templates and copies, in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('are created from a template, with its agenda and all below the organiser', async () => {
    await page.getByTestId('from-template-open').click();
    await page.getByTestId('template').selectOption('council-session');
    await page.getByTestId('site-search').fill('Vĩnh Phúc');
    await page.getByTestId('site').first().click();
    await page.getByTestId('template-use').click();
    const opened = page.getByTestId('meeting-plan');
    await opened.getByTestId('plan-tab-invitees').click();
    await sees(() => opened.getByTestId('invitation').count(), venue.meeting.endpoints.length);
  });

  it('are saved as a template, and copied to another time', async () => {
    const opened = page.getByTestId('meeting-plan');
    await opened.getByTestId('meeting-keep').click();
    await page.getByTestId('template-name').fill('Kỳ họp thường lệ');
    await page.getByTestId('template-save').click();
    await page.getByTestId('template-dialog').waitFor({ state: 'detached' });
    const { templates } = templateList.parse(await venue.meeting.administration.call('template.list', {}));
    expect(templates.map(({ name }) => name)).to.include('Kỳ họp thường lệ');

    const first = await opened.getAttribute('data-meeting');
    await opened.getByTestId('meeting-copy').click();
    await page.getByTestId('copy-make').click();
    await eventually(
      async () => (await opened.getAttribute('data-meeting')) !== first,
      'the copy to be opened in the place of the first',
      patience,
    );
    await opened.getByTestId('plan-tab-invitees').click();
    await sees(() => opened.getByTestId('invitation').count(), venue.meeting.endpoints.length);
  });

  it('are repeated from a template that has a rhythm, where a person asks for it', async () => {
    await page.getByTestId('plan-back').click();
    await page.getByTestId('from-template-open').click();
    await page.getByTestId('template').selectOption('weekly-briefing');
    await page.getByTestId('template-repeat').check();
    await page.getByTestId('site-search').fill('Vĩnh Phúc');
    await page.getByTestId('site').first().click();
    await page.getByTestId('template-use').click();
    await page.getByTestId('meeting-plan').getByTestId('reach-all').waitFor();
  });

  it('have templates that are renamed, and removed', async () => {
    await page.getByTestId('plan-back').click();
    await page.getByTestId('from-template-open').click();
    await page.getByTestId('template').selectOption({ label: 'Kỳ họp thường lệ (Tỉnh Vĩnh Phúc)' });
    await page.getByTestId('template-rename').click();
    await page.getByTestId('rename-name').fill('Kỳ họp giữa năm');
    await page.getByTestId('rename-save').click();
    await page.getByTestId('template').locator('option', { hasText: 'Kỳ họp giữa năm' }).waitFor({
      state: 'attached',
    });
    await page.getByTestId('template-remove').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('template').locator('option', { hasText: 'Kỳ họp giữa năm' }).waitFor({
      state: 'detached',
    });
  });
});
