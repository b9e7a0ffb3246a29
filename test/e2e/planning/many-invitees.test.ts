import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { daysLater } from '../../../client/state/planning/calendar.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { eventually } from '../../support/eventually.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { provinceAccount, siteNamed } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

const secretary = { login: 'tinh.thuky', password: 'mat-khau-cua-tinh', fullName: 'Hoàng Thị Thư' };

describe('a plan with hundreds of invitees, in a real browser', function () {
  this.timeout(240_000);
  const photograph = photographer('many-invitees');
  let venue: Venue;
  let desk: Page;
  before(async () => {
    venue = await openVenue();
    const { administration } = venue.meeting;
    const { sites } = await administration.call('site.list', { query: {} });
    for (const { id, name } of sites.filter(({ levelId }) => levelId === 'commune')) {
      await administration.call('endpoint.create', { body: { siteId: id, name: `Phòng họp số 2 ${name}` } });
    }
    await provinceAccount(administration, { ...secretary, kind: 'secretariat' });
    desk = await venue.signedIn(secretary);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('keeps only the visible rows in the document, and finds any of them', async () => {
    await desk.getByTestId('new-meeting').click();
    await desk.getByTestId('meeting-title').fill('Giao ban tuần');
    await desk.getByTestId('meeting-date').fill(daysLater(dayInVietnam(Date.now()), 3));
    await desk.getByTestId('meeting-start').fill('08:00');
    await desk.getByTestId('meeting-end').fill('09:00');
    await desk.getByTestId('meeting-create').click();
    await desk.getByTestId('due-open-invitees').click();
    await desk.getByTestId('selection-invite').click();
    await desk.getByTestId('invitee-count').getByText('138 giấy mời').waitFor();
    await desk.getByTestId('invitation').nth(4).waitFor();
    expect(await desk.getByTestId('invitation').count()).to.be.within(5, 30);
    const last = desk.locator('[data-testid="invitation"][aria-posinset="138"]');
    await desk.getByTestId('invitee-list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await last.waitFor();
    expect(await desk.getByTestId('invitation').count()).to.be.within(5, 30);
    await photograph(desk, 'scrolled');
    await desk.getByTestId('invitee-search').fill('so 2 xa yen dong');
    await eventually(
      async () => (await desk.getByTestId('invitation').count()) === 1,
      'one invitee to be left',
      patience,
    );
  });

  it('shows what scheduling the whole series sends, and leaves no draft behind', async () => {
    await desk.getByTestId('plan-tab-times').click();
    await desk.getByTestId('meeting-repeat').click();
    const form = desk.getByTestId('repeat-form');
    await form.getByTestId('repeat-until').fill(daysLater(dayInVietnam(Date.now()), 3 + 21));
    await form.getByTestId('repeat-create').click();
    await desk.getByTestId('reach-effect').getByText('4 phiên, 552 giấy mời sẽ gửi.').waitFor();
    await desk.getByTestId('reach-one').click();
    await desk.getByTestId('reach-effect').getByText('1 phiên, 138 giấy mời sẽ gửi.').waitFor();
    await photograph(desk, 'series');
    await desk.getByTestId('meeting-schedule').click();
    await desk.getByTestId('meeting-plan').locator('[data-state="scheduled"]').waitFor();
    await desk.getByTestId('plan-tab-course').click();
    await desk.getByTestId('due-unannounced').getByText('3 phiên khác trong chuỗi').waitFor();
    await desk.getByTestId('due-open-times').click();
    await desk.getByTestId('occurrences').locator('summary').click();
    await desk.getByTestId('occurrence-open').last().click();
    await desk.getByTestId('reach-effect').getByText('3 phiên, 414 giấy mời sẽ gửi.').waitFor();
    await desk.getByTestId('meeting-schedule').click();
    await desk.getByTestId('meeting-plan').locator('[data-state="scheduled"]').waitFor();
    await desk.getByTestId('plan-tab-course').click();
    await desk.getByTestId('due-unannounced').waitFor({ state: 'detached' });
  });

  it('says on the page of readiness, too, that no chair is invited, and leads to where one is', async () => {
    await desk.getByTestId('plan-readiness').click();
    await desk.getByTestId('readiness-no-chair').getByText('Chưa mời chủ tọa.').waitFor();
    await photograph(desk, 'readiness-no-chair');
    await desk.getByTestId('readiness-invite').click();
    await desk.locator('[data-testid="plan-tab-invitees"][aria-selected="true"]').waitFor();
  });

  it('moves among the tabs of a plan by the arrow keys, Home and End', async () => {
    await desk.getByTestId('plan-tab-invitees').focus();
    for (const [key, opened] of [
      ['ArrowRight', 'letters'],
      ['Home', 'course'],
      ['ArrowLeft', 'history'],
      ['ArrowRight', 'course'],
      ['End', 'history'],
    ] as const) {
      await desk.keyboard.press(key);
      await desk.locator(`[data-testid="plan-tab-${opened}"][aria-selected="true"]:focus`).waitFor();
    }
  });

  it('shows at home what is to be done for the next meetings, of which five are seen at first', async () => {
    const { administration } = venue.meeting;
    const siteId = await siteNamed(administration, 'Vĩnh Phúc');
    for (const nth of [1, 2, 3, 4, 5, 6]) {
      const startsAtMs = Date.now() + (24 + nth) * 3_600_000;
      const body = { title: `Họp tổ ${nth}`, siteId, startsAtMs, endsAtMs: startsAtMs + 1_800_000 };
      await administration.call('meeting.create', { body });
    }
    await desk.getByTestId('meetings-link').click();
    await desk.getByTestId('due-more').waitFor();
    expect(await desk.getByTestId('due-meeting').count()).to.equal(5);
    await photograph(desk, 'due');
    await desk.getByTestId('due-more').click();
    await desk.getByTestId('due-meeting').filter({ hasText: 'Họp tổ 6' }).getByText('Chưa mời ai').waitFor();
    await desk.getByTestId('language').click();
    await desk.getByTestId('due').getByText('Nobody is invited yet.').first().waitFor();
    await desk.getByTestId('language').click();
  });
});
