import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { typedDay } from '../../../client/state/typed-times.ts';
import { daysLater } from '../../../client/state/planning/calendar.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';

const district = { login: 'yenlac.thuky', password: 'mat-khau-cua-huyen' };
const province = { login: 'tinh.thuky', password: 'mat-khau-cua-tinh' };
const title = 'Hội nghị chuyên đề về cải cách hành chính';

describe('a meeting that needs approval, in two real browsers', function () {
  this.timeout(180_000);
  let venue: Venue;
  let below: Page;
  let above: Page;
  before(async () => {
    venue = await openVenue();
    const { administration } = venue.meeting;
    const accounts = [
      { ...district, fullName: 'Thư ký huyện', site: 'Yên Lạc' },
      { ...province, fullName: 'Thư ký tỉnh', site: 'Vĩnh Phúc' },
    ];
    for (const { site, ...account } of accounts) {
      const { sites } = await administration.call('site.search', { query: { q: site } });
      const siteId = sites.find(({ name }) => name.endsWith(site) && !name.startsWith('Thị'))?.id ?? '';
      await administration.call('account.create', { body: { ...account, kind: 'secretariat', siteId } });
    }
    below = await venue.signedIn(district);
    above = await venue.signedIn(province);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const card = (page: Page): Locator => page.getByTestId('meeting').filter({ hasText: title });
  const plan = (page: Page): Locator => page.getByTestId('meeting-plan');
  const isIn = (page: Page, state: string) => plan(page).locator(`[data-state="${state}"]`).waitFor();
  /** The card of the meeting in this stage of approval. */
  const inStage = (page: Page, stage: string) =>
    page.getByTestId(`approvals-${stage}`).getByTestId('meeting').filter({ hasText: title });

  it('is planned and submitted by a district, after which its plan cannot change', async () => {
    await below.getByTestId('new-meeting').click();
    await below.getByTestId('meeting-title').fill(title);
    // Far enough in the future that its rehearsal does not open during the test.
    const day = daysLater(dayInVietnam(Date.now()), 2);
    await below.getByTestId('meeting-date').fill(typedDay(day));
    await below.getByTestId('meeting-start').fill('08:00');
    await below.getByTestId('meeting-end').fill('09:00');
    await below.getByTestId('agenda-add').click();
    await below.getByTestId('agenda-title').fill('Báo cáo chỉ số cải cách hành chính');
    await below.getByTestId('needs-approval').check();
    await below.getByTestId('room-search').fill('tam hong');
    await below.getByTestId('choose-room').click();
    await below.getByTestId('meeting-create').click();
    await plan(below).getByTestId('due-submit').waitFor();
    await plan(below).getByTestId('plan-tab-invitees').click();
    await plan(below).getByTestId('invitation').waitFor();
    expect(await plan(below).getByTestId('meeting-schedule').count()).to.equal(0);
    await plan(below).getByTestId('meeting-submit').click();
    await isIn(below, 'submitted');
    await plan(below).getByTestId('meeting-send-back').waitFor();
    for (const control of ['meeting-change', 'invite-selection', 'ask-delegates', 'meeting-approve']) {
      expect(await plan(below).getByTestId(control).count(), control).to.equal(0);
    }
    await below.getByTestId('plan-back').click();
  });

  it('waits for the province, which finds it at once and returns it with a reason', async () => {
    await above.getByTestId('shown-approval').getByText('1', { exact: true }).waitFor();
    await above.getByTestId('shown-approval').click();
    await inStage(above, 'to-approve').getByTestId('meeting-details').click();
    await plan(above).getByText('Báo cáo chỉ số cải cách hành chính').waitFor();
    await above.getByTestId('meeting-send-back').click();
    await above.getByTestId('send-back-reason').fill('Thiếu báo cáo của Sở Nội vụ');
    await above.getByTestId('confirm').click();
    await isIn(above, 'draft');
    await above.getByTestId('plan-back').click();
    await inStage(above, 'sent-back').waitFor();
  });

  it('comes back to the district, which reads the reason, changes it and submits it again', async () => {
    await below.getByTestId('shown-approval').getByText('1', { exact: true }).waitFor();
    await below.getByTestId('shown-approval').click();
    await inStage(below, 'sent-back').getByTestId('meeting-details').click();
    await plan(below).getByTestId('sent-back').getByText('Thiếu báo cáo của Sở Nội vụ').waitFor();
    await plan(below).getByTestId('meeting-change').click();
    await below.getByTestId('meeting-description').fill('Kèm báo cáo của Sở Nội vụ');
    await below.getByTestId('save-meeting').click();
    await below.getByTestId('change-meeting').waitFor({ state: 'detached' });
    await plan(below).getByTestId('meeting-submit').click();
    await isIn(below, 'submitted');
    await below.getByTestId('plan-back').click();
    await inStage(below, 'submitted').waitFor();
  });

  it('is approved by the province and scheduled by the district', async () => {
    await above.getByTestId('shown-approval').click();
    await inStage(above, 'to-approve').getByTestId('meeting-details').click();
    await plan(above).getByText('Kèm báo cáo của Sở Nội vụ').waitFor();
    expect(await above.getByTestId('sent-back').count()).to.equal(0);
    await plan(above).getByTestId('meeting-approve').click();
    await isIn(above, 'approved');
    await above.getByTestId('plan-back').click();
    await inStage(above, 'to-schedule').waitFor();
    await below.getByTestId('shown-approval').click();
    await inStage(below, 'to-schedule').getByTestId('meeting-details').click();
    await plan(below).getByTestId('meeting-schedule').click();
    await isIn(below, 'scheduled');
    await below.getByTestId('plan-back').click();
    await below.getByTestId('approvals-to-schedule').waitFor({ state: 'detached' });
    await below.getByTestId('shown-coming').click();
    await card(below).locator('[data-state="scheduled"]').waitFor();
  });

  it('shows each step, with the account and the time', async () => {
    await card(below).getByTestId('meeting-details').click();
    await plan(below).getByTestId('plan-tab-history').click();
    const entries = below.getByTestId('history-entry');
    await entries.first().waitFor();
    const told = await entries.evaluateAll((all) =>
      all.map((entry) => [
        entry.querySelector('strong')?.textContent,
        [...entry.querySelectorAll('li')].map(({ textContent }) => textContent),
      ]),
    );
    expect(told).to.deep.equal([
      ['Thư ký huyện', ['Trạng thái: Đã duyệt → Đã chốt lịch']],
      ['Thư ký tỉnh', ['Trạng thái: Chờ duyệt → Đã duyệt']],
      ['Thư ký huyện', ['Lý do trả lại: Thiếu báo cáo của Sở Nội vụ → –', 'Trạng thái: Dự thảo → Chờ duyệt']],
      ['Thư ký huyện', ['Nội dung: Kèm báo cáo của Sở Nội vụ']],
      ['Thư ký tỉnh', ['Lý do trả lại: Thiếu báo cáo của Sở Nội vụ', 'Trạng thái: Chờ duyệt → Dự thảo']],
      ['Thư ký huyện', ['Trạng thái: Dự thảo → Chờ duyệt']],
      [
        'Thư ký huyện',
        [
          'Tạo phiên họp, phải được duyệt',
          'Mời (1): Hội trường UBND Tam Hồng (Xã Tam Hồng, Huyện Yên Lạc): Đại biểu',
        ],
      ],
    ]);
    const when = await entries
      .locator('time')
      .evaluateAll((all) => all.map((time) => time.getAttribute('datetime')));
    const instants = when.map((at) => Date.parse(at ?? ''));
    expect(instants.length).to.equal(7);
    expect(instants).to.deep.equal(instants.toSorted((a, b) => b - a));
  });
});
