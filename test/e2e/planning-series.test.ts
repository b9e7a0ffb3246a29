import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { meetingList } from '../../protocol/rest/meetings.ts';
import { eventually } from '../support/eventually.ts';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience } from './witness.ts';

describe('a series that is planned in a real browser', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
  });
  after(() => venue[Symbol.asyncDispose]());

  const card = () => page.getByTestId('meeting').filter({ hasText: 'Giao ban toàn tỉnh' });
  const occurrences = async () => {
    const fromMs = Date.now();
    const { meetings } = meetingList.parse(
      await venue.meeting.administration.call('meeting.list', {
        query: { fromMs, toMs: fromMs + 60 * 86_400_000 },
      }),
    );
    return meetings.filter(({ title }) => title === 'Giao ban toàn tỉnh');
  };

  it('invites all communes in one press', async () => {
    await page.getByTestId('new-meeting').click();
    await page.getByTestId('meeting-title').fill('Giao ban toàn tỉnh');
    await page.getByTestId('site-search').fill('Vĩnh Phúc');
    await page.getByTestId('site').first().click();
    const tomorrow = new Date(Date.now() + 86_400_000).toLocaleDateString('sv-SE');
    await page.locator('input[type="date"]').fill(tomorrow);
    await page.locator('input[type="time"]').first().fill('08:00');
    await page.locator('input[type="time"]').last().fill('09:00');
    await page.getByTestId('meeting-create').click();
    await page.getByTestId('selection-invite').click();
    await page.getByTestId('selection-result').waitFor();
    expect(await page.getByTestId('invitation').count()).to.equal(venue.meeting.endpoints.length);
  });

  it('repeats it every week, with the dates listed before', async () => {
    await page.getByTestId('meeting-repeat').click();
    const until = new Date(Date.now() + 15 * 86_400_000).toLocaleDateString('sv-SE');
    await page.getByTestId('repeat-until').fill(until);
    await eventually(
      async () => (await page.getByTestId('repeat-date').count()) === 3,
      'three dates to be listed',
      patience,
    );
    await page.getByTestId('repeat-create').click();
    await page.getByTestId('reach-all').waitFor();
    expect((await occurrences()).map(({ state }) => state)).to.deep.equal(['draft', 'draft', 'draft']);
  });

  it('changes one occurrence by the form, which then departs, and says who did', async () => {
    const before = await occurrences();
    await page.getByTestId('occurrences').locator('summary').click();
    await page.getByTestId('occurrence-open').first().click();
    const opened = page.getByTestId('opened-meeting');
    await opened.getByTestId('meeting-change').click();
    const form = page.getByTestId('change-meeting');
    await form.getByTestId('meeting-start').fill('08:30');
    await form.getByTestId('meeting-end').fill('09:30');
    await form.getByTestId('meeting-description').fill('Chuyển sang 8 giờ 30');
    await form.getByTestId('agenda-add').click();
    await form.getByTestId('agenda-title').fill('Khai mạc');
    await form.getByTestId('all-free').waitFor();
    await form.getByTestId('save-meeting').click();
    await form.waitFor({ state: 'detached' });
    await opened.getByText('Đổi riêng').first().waitFor();
    await opened.getByTestId('meeting-history').click();
    const newest = page.getByTestId('history-entry').first();
    await newest.getByText('Bắt đầu: 08:00').waitFor();
    await newest.getByText('Chương trình: Khai mạc').waitFor();
    await page.getByTestId('history-close').click();
    await opened.getByTestId('close-meeting').click();
    const after = await occurrences();
    expect(after.map(({ departs }) => departs)).to.deep.equal([false, true, false]);
    expect(after.map(({ startsAtMs }, n) => startsAtMs - (before[n]?.startsAtMs ?? 0))).to.deep.equal([
      0,
      30 * 60_000,
      0,
    ]);
  });

  it('schedules all, cancels one with its reason, and then all', async () => {
    await page.getByTestId('reach-all').click();
    await page.getByTestId('meeting-schedule').click();
    await card().locator('[data-state="scheduled"]').waitFor();
    expect((await occurrences()).map(({ state }) => state)).to.deep.equal([
      'scheduled',
      'scheduled',
      'scheduled',
    ]);

    await page.getByTestId('reach-one').click();
    await page.getByTestId('meeting-cancel').click();
    await page.getByTestId('cancel-reason').fill('Trùng lịch họp Tỉnh ủy');
    await page.getByTestId('confirm').click();
    await page.getByText('Trùng lịch họp Tỉnh ủy').waitFor();
    expect((await occurrences()).map(({ state }) => state)).to.deep.equal([
      'cancelled',
      'scheduled',
      'scheduled',
    ]);
  });
});
