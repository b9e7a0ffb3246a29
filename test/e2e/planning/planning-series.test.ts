import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { daysLater, instantAt } from '../../../client/state/planning/calendar.ts';
import { typedDay } from '../../../client/state/typed-times.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { meetingList } from '../../../protocol/rest/meetings/meetings.ts';
import { eventually } from '../../support/eventually.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

describe('planning a series in a real browser', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  /** Far enough in the future that its rehearsal does not open during the test. */
  const day = daysLater(dayInVietnam(Date.now()), 2);
  const occurrences = async () => {
    const fromMs = Date.now();
    const { meetings } = meetingList.parse(
      await venue.meeting.administration.call('meeting.list', {
        query: { fromMs, toMs: fromMs + 60 * 86_400_000 },
      }),
    );
    return meetings.filter(({ title }) => title === 'Giao ban toàn tỉnh');
  };

  it('invites all communes with one press', async () => {
    await page.getByTestId('new-meeting').click();
    await page.getByTestId('meeting-title').fill('Giao ban toàn tỉnh');
    await page.getByTestId('site-search').fill('Vĩnh Phúc');
    await page.getByTestId('site').first().click();
    await page.getByTestId('meeting-date').fill(typedDay(day));
    await page.getByTestId('meeting-start').fill('09:00');
    await page.getByTestId('meeting-end').fill('10:00');
    await page.getByTestId('meeting-create').click();
    await page.getByTestId('plan-tab-invitees').click();
    const communes = page.getByTestId('selection-whom').getByText('Tất cả các xã, phường, thị trấn');
    await communes.waitFor({ state: 'attached' });
    await page.getByTestId('selection-invite').click();
    await page.getByTestId('selection-result').waitFor();
    await sees(() => page.getByTestId('invitation').count(), venue.meeting.endpoints.length);
  });

  /** Books one of the communes' halls on the day of the third occurrence, from a quarter past nine. */
  const holdThird = async (): Promise<void> => {
    const { administration: call, endpoints } = venue.meeting;
    const [first] = await occurrences();
    const third = daysLater(day, 14);
    const { id, version } = await call.call('meeting.create', {
      body: {
        title: 'Tập huấn chữ ký số',
        siteId: first?.siteId ?? '',
        startsAtMs: instantAt(third, '09:15'),
        endsAtMs: instantAt(third, '11:00'),
      },
    });
    const params = { meetingId: id };
    const [hall] = endpoints;
    const body = { invitations: [{ kind: 'endpoint' as const, inviteeId: hall, role: 'delegate' as const }] };
    const invited = await call.call('meeting.invite', { params, version, body });
    await call.call('meeting.schedule', { params, version: invited.version });
  };

  it('shows the clash in the third week before the series is created, and moves to a time when all are free', async () => {
    await holdThird();
    await page.getByTestId('plan-tab-times').click();
    await page.getByTestId('meeting-repeat').click();
    const form = page.getByTestId('repeat-form');
    await form.getByTestId('repeat-until').fill(typedDay(daysLater(day, 14)));
    await eventually(
      async () => (await form.getByTestId('repeat-date').count()) === 3,
      'three dates to be listed',
      patience,
    );
    expect(await form.getByTestId('repeat-rhythm').locator('option').allTextContents())
      .to.include('Hằng ngày')
      .and.satisfy((rhythms: readonly string[]) =>
        rhythms.some((text) => /^(Chủ Nhật|Thứ \p{L}+) (đầu tiên|thứ \p{L}+) của tháng$/u.test(text)),
      );
    await form.getByTestId('repeat-rhythm').selectOption('daily');
    await form.getByTestId('repeat-count').getByText('15 phiên họp').waitFor();
    await form.getByLabel('Số ngày giữa hai phiên họp').waitFor();
    await form.getByTestId('repeat-rhythm').selectOption('weekly');
    await form.getByLabel('Số tuần giữa hai phiên họp').waitFor();
    await form.getByText('3 phiên họp, 1 phiên bị trùng lịch').waitFor();
    const against = form.getByTestId('occurrence-against');
    expect(await against.count()).to.equal(1);
    const [year, month, date] = daysLater(day, 14).split('-');
    expect(await against.textContent())
      .to.include('Hội trường UBND Tam Hồng')
      .and.include('Tập huấn chữ ký số')
      .and.include(`ngày ${date} tháng ${month} năm ${year}`);

    await form.getByTestId('free-time').first().click();
    await form.getByTestId('all-free').filter({ hasText: '3 phiên họp' }).waitFor();
    await form.getByTestId('repeat-create').click();
    await page.getByTestId('reach-all').waitFor();
    const made = await occurrences();
    expect(made.map(({ state }) => state)).to.deep.equal(['draft', 'draft', 'draft']);
    expect(made.map(({ startsAtMs }) => startsAtMs)).to.deep.equal(
      [0, 7, 14].map((days) => instantAt(daysLater(day, days), '08:00')),
    );
  });

  it('shows the clashes of a change at the occurrences that it reaches, and at no other', async () => {
    await page.getByTestId('meeting-change').click();
    const form = page.getByTestId('change-meeting');
    await form.getByTestId('change-reach-one').click();
    await form.getByTestId('meeting-end').fill('09:30');
    await form.getByTestId('all-free').waitFor();
    await form.getByTestId('change-reach-all').click();
    await form.getByTestId('occurrence-against').waitFor();
    await sees(() => form.getByTestId('series-against').textContent(), '3 phiên họp, 1 phiên bị trùng lịch');
    await form.getByTestId('meeting-end').fill('09:00');
    await form.getByTestId('all-free').filter({ hasText: '3 phiên họp' }).waitFor();
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  it('changes one occurrence in the form, which then departs, and shows who did', async () => {
    const before = await occurrences();
    await page.getByTestId('occurrences').locator('summary').click();
    const first = await page.getByTestId('meeting-plan').getAttribute('data-meeting');
    await page.getByTestId('occurrence-open').first().click();
    await page.locator(`[data-testid="meeting-plan"]:not([data-meeting="${first}"])`).waitFor();
    await page.getByTestId('meeting-change').click();
    const form = page.getByTestId('change-meeting');
    await form.getByTestId('change-reach-one').click();
    await form.getByTestId('meeting-start').fill('08:30');
    await form.getByTestId('meeting-end').fill('09:30');
    await form.getByTestId('meeting-description').fill('Chuyển sang 8 giờ 30');
    for (const [index, title] of ['Bế mạc', 'Khai mạc'].entries()) {
      await form.getByTestId('agenda-add').click();
      await form.getByTestId('agenda-title').nth(index).fill(title);
    }
    await form.getByTestId('agenda-drop').first().click();
    await form.getByTestId('all-free').waitFor();
    await form.getByTestId('save-meeting').click();
    await form.waitFor({ state: 'detached' });
    await page.getByText('Đổi riêng').first().waitFor();
    await page.getByTestId('plan-tab-history').click();
    const newest = page.getByTestId('history-entry').first();
    await newest.getByText('Bắt đầu: 08:00').waitFor();
    await newest.getByText('Chương trình: Khai mạc').waitFor();
    await page.goBack();
    await page.locator(`[data-meeting="${first}"]`).waitFor();
    const after = await occurrences();
    expect(after.map(({ departs }) => departs)).to.deep.equal([false, true, false]);
    expect(after.map(({ startsAtMs }, n) => startsAtMs - (before[n]?.startsAtMs ?? 0))).to.deep.equal([
      0,
      30 * 60_000,
      0,
    ]);
  });

  it('schedules all, cancels one with its reason, and then all', async () => {
    await page.getByTestId('meeting-schedule').click();
    await page.getByTestId('meeting-plan').locator('[data-state="scheduled"]').waitFor();
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
