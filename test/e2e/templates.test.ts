import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { templateList } from '../../protocol/rest/meetings/templates.ts';
import { eventually } from '../support/eventually.ts';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience } from './witness.ts';

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
    const opened = page.getByTestId('opened-meeting');
    await opened.getByTestId('invitation').first().waitFor();
    expect(await opened.getByTestId('invitation').count()).to.equal(venue.meeting.endpoints.length);
  });

  it('are saved as a template, and copied to another time', async () => {
    const opened = page.getByTestId('opened-meeting');
    await opened.getByTestId('meeting-keep').click();
    await page.getByTestId('template-name').fill('Kỳ họp thường lệ');
    await page.getByTestId('template-save').click();
    await page.getByTestId('template-dialog').waitFor({ state: 'detached' });
    const { templates } = templateList.parse(await venue.meeting.administration.call('template.list', {}));
    expect(templates.map(({ name }) => name)).to.include('Kỳ họp thường lệ');

    const first = await opened.getByTestId('meeting-plan').elementHandle();
    await opened.getByTestId('meeting-copy').click();
    await page.getByTestId('copy-make').click();
    await eventually(
      async () => first !== null && !(await first.evaluate(({ isConnected }) => isConnected)),
      'the copy to be opened in the place of the first',
      patience,
    );
    await opened.getByTestId('invitation').first().waitFor();
    expect(await opened.getByTestId('invitation').count()).to.equal(venue.meeting.endpoints.length);
  });

  it('have templates that are renamed', async () => {
    await page.getByTestId('close-meeting').click();
    await page.getByTestId('from-template-open').click();
    await page.getByTestId('template').selectOption({ label: 'Kỳ họp thường lệ (Tỉnh Vĩnh Phúc)' });
    await page.getByTestId('template-rename').click();
    await page.getByTestId('rename-name').fill('Kỳ họp giữa năm');
    await page.getByTestId('rename-save').click();
    await page.getByTestId('template').locator('option', { hasText: 'Kỳ họp giữa năm' }).waitFor({
      state: 'attached',
    });
  });
});
