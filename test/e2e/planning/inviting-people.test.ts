import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { daysLater } from '../../../client/state/planning/calendar.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { eventually } from '../../support/eventually.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { provinceAccount, siteNamed } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

const secretary = { login: 'tinh.thuky', password: 'mat-khau-cua-tinh', fullName: 'Hoàng Thị Thư' };
const leader = { login: 'tinh.chutich', password: 'buoi-sang-tren-song-lo', fullName: 'Phạm Văn Chủ' };
const deputy = { login: 'tinh.phochu', password: 'mua-gat-o-dong-cuong', fullName: 'Đỗ Thị Phó' };
const clerk = { login: 'dongcuong.vp', password: 'tieng-ve-ngoai-hien', fullName: 'Trần Thị Văn' };
const guest = { login: 'sonoivu.an', password: 'con-do-qua-ben-sang', fullName: 'Nguyễn Văn Ân' };
const group = 'Ban chỉ huy phòng chống thiên tai';
const successor = { login: 'sonoivu.ke', password: 'cay-da-dau-lang-cu', fullName: 'Vũ Thị Kế' };
const title = 'Họp triển khai kế hoạch quý I';

describe('inviting people by the pages, in real browsers', function () {
  this.timeout(240_000);
  const photograph = photographer('inviting-people');
  let venue: Venue;
  let desk: Page;
  let delegate: Page;
  before(async () => {
    venue = await openVenue({ further: ['Đồng Cương'] });
    const { administration } = venue.meeting;
    await provinceAccount(administration, { ...secretary, kind: 'secretariat' });
    for (const account of [leader, guest, successor])
      await provinceAccount(administration, { ...account, kind: 'official' });
    const siteId = await siteNamed(administration, 'Đồng Cương');
    for (const account of [deputy, clerk])
      await administration.call('account.create', { body: { ...account, kind: 'official', siteId } });
    desk = await venue.signedIn(secretary);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  /** A far day: nothing but the test opens the meeting. */
  const day = daysLater(dayInVietnam(Date.now()), 2);
  const invitation = (name: string) => desk.getByTestId('invitation').filter({ hasText: name });

  async function choose(typed: string, kind: 'room' | 'person'): Promise<void> {
    await desk.getByTestId('room-search').fill(typed);
    await desk.getByTestId(`choose-${kind}`).click();
  }

  it('chooses rooms and people with their roles while a meeting is planned', async () => {
    await desk.getByTestId('new-meeting').click();
    await desk.getByTestId('meeting-title').fill(title);
    await desk.getByTestId('meeting-date').fill(day);
    await desk.getByTestId('meeting-start').fill('08:00');
    await desk.getByTestId('meeting-end').fill('09:00');
    await choose('tam hong', 'room');
    await choose('nguyen van an', 'person');
    await desk.getByTestId('chosen-person').getByTestId('chosen-role').selectOption('observer');
    await photograph(desk, 'new-meeting');
    await desk.getByTestId('meeting-create').click();
    await desk.getByTestId('due-chair').waitFor();
    await desk.getByTestId('due-schedule').waitFor();
    await photograph(desk, 'due');
  });

  it('is told that the meeting cannot begin without a chair, once the plan says that one must be present', async () => {
    await desk.getByTestId('meeting-change').click();
    await desk.getByTestId('meeting-needs-chair').check();
    await photograph(desk, 'needs-chair');
    await desk.getByTestId('save-meeting').click();
    await desk.getByTestId('due-needed-chair').getByText('chỉ khai mạc khi chủ tọa có mặt').waitFor();
    await desk.getByTestId('is-chair-needed').waitFor();
    expect(await desk.getByTestId('due-chair').count()).to.equal(0);
  });

  it('finds on the home page what is to be done for the meeting, and the way there', async () => {
    await desk.getByTestId('meetings-link').click();
    const due = desk.getByTestId('due').getByTestId('due-meeting').filter({ hasText: title });
    await due.getByTestId('due-part-schedule').waitFor();
    await photograph(desk, 'due-at-home');
    await due.getByTestId('due-part-needed-chair').click();
    await desk.locator('[data-testid="plan-tab-invitees"][aria-selected="true"]').waitFor();
    await desk.getByTestId('plan-tab-course').click();
  });

  it('is warned of a missing chair, and invites one with a secretary from the same search', async () => {
    await desk.getByTestId('due-needed-chair').getByTestId('due-open-invitees').click();
    expect(await invitation(guest.fullName).getByTestId('invitation-role').inputValue()).to.equal('observer');
    await choose('pham van chu', 'person');
    await desk.getByTestId('chosen-role').selectOption('chair');
    await desk.getByTestId('room-search').fill('dong cuong');
    await desk.getByTestId('choose-people').getByText('2').waitFor();
    await photograph(desk, 'found');
    await desk.getByTestId('choose-people').click();
    await desk.getByTestId('people-groups').click();
    await desk.getByTestId('group-name').fill(group);
    await desk.getByTestId('group-save').click();
    await desk.getByTestId('saved-group').filter({ hasText: clerk.fullName }).waitFor();
    await photograph(desk, 'group-of-people');
    await desk.getByTestId('group-close').click();
    await choose('dong cuong', 'room');
    await photograph(desk, 'chosen');
    await desk.getByTestId('invite-chosen').click();
    await invitation(leader.fullName).waitFor();
    expect(await invitation(leader.fullName).getByTestId('invitation-role').inputValue()).to.equal('chair');
    await desk.getByTestId('plan-tab-course').click();
    await desk.getByTestId('due-schedule').waitFor();
    expect(await desk.getByTestId('due-needed-chair').count()).to.equal(0);
  });

  it('changes roles in the list, finds invitees in it, and withdraws one', async () => {
    await desk.getByTestId('plan-tab-invitees').click();
    await invitation(deputy.fullName).getByTestId('invitation-role').selectOption('chair');
    await invitation(deputy.fullName).getByTestId('chair-place').getByText('Chủ tọa thứ 2').waitFor();
    await invitation(leader.fullName).getByTestId('chair-place').getByText('Chủ tọa thứ nhất').waitFor();
    await photograph(desk, 'two-chairs');
    await invitation(guest.fullName).getByTestId('invitation-role').selectOption('delegate');
    const roles = () =>
      desk
        .getByTestId('invitation-role')
        .evaluateAll((all) => all.map((each) => (each instanceof HTMLSelectElement ? each.value : '')));
    await eventually(
      async () =>
        JSON.stringify((await roles()).toSorted()) ===
        JSON.stringify(['chair', 'chair', 'delegate', 'delegate', 'delegate', 'delegate']),
      'the roles to be stored',
      patience,
    );
    await desk.getByTestId('invitee-kind-filter').selectOption('account');
    await desk.getByTestId('invitee-count').getByText('4 trên 6 giấy mời').waitFor();
    await desk.getByTestId('invitee-role-filter').selectOption('chair');
    await desk.getByTestId('invitee-count').getByText('2 trên 6 giấy mời').waitFor();
    await desk.getByTestId('invitee-role-filter').selectOption({ index: 0 });
    await desk.getByTestId('invitee-kind-filter').selectOption('endpoint');
    await desk.getByTestId('invitee-search').fill('dong cuong');
    await invitation('Đồng Cương').getByTestId('invitation-withdraw').click();
    await desk.getByTestId('invitee-count').getByText('0 trên 5 giấy mời').waitFor();
    await desk.getByTestId('invitee-kind-filter').selectOption({ index: 0 });
    await desk.getByTestId('invitee-search').fill('');
    await photograph(desk, 'invitees');
  });

  it('invites a saved group at once, and each of its people as an own invitee', async () => {
    await invitation(leader.fullName).getByTestId('invitation-withdraw').click();
    await desk.getByTestId('invitee-count').getByText('4 giấy mời').waitFor();
    await desk.getByTestId('room-search').fill('ban chi huy');
    const found = desk.getByTestId('found-group').filter({ hasText: group });
    await found.getByTestId('choose-group').getByText('Chọn 1 người').waitFor();
    await photograph(desk, 'found-group');
    await found.getByTestId('choose-group').click();
    const chosen = desk.getByTestId('chosen-person').filter({ hasText: leader.fullName });
    await chosen.getByTestId('chosen-role').selectOption('chair');
    await desk.getByTestId('invite-chosen').click();
    await desk.getByTestId('invitee-count').getByText('5 giấy mời').waitFor();
    expect(await invitation(leader.fullName).count()).to.equal(1);
  });

  it('puts the chairs in order by dragging and by the keyboard', async () => {
    const order = desk.getByTestId('chair-order');
    const isFirst = (name: string): Promise<void> =>
      order.locator('[data-testid="chair-row"][data-place="1"]').filter({ hasText: name }).waitFor();
    const handle = (name: string) =>
      order.getByTestId('chair-row').filter({ hasText: name }).getByTestId('chair-handle');
    await isFirst(deputy.fullName);
    await handle(leader.fullName).scrollIntoViewIfNeeded();
    const [from, to] = [
      await handle(leader.fullName).boundingBox(),
      await order.getByTestId('chair-row').first().boundingBox(),
    ];
    if (!from || !to) throw new Error('the order is not on the screen');
    await desk.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await desk.mouse.down();
    await desk.mouse.move(from.x + from.width / 2, to.y + 2, { steps: 5 });
    await desk.mouse.up();
    await isFirst(leader.fullName);
    await photograph(desk, 'chair-order');
    await handle(leader.fullName).focus();
    await desk.keyboard.press('ArrowDown');
    await isFirst(deputy.fullName);
    await invitation(leader.fullName).getByTestId('chair-place').getByText('Chủ tọa thứ 2').waitFor();
    await desk.getByTestId('plan-tab-history').click();
    await desk.getByTestId('change-chairOrder').first().getByText(`1. ${deputy.fullName}`).waitFor();
    await desk.getByTestId('plan-tab-invitees').click();
  });

  it('sees the same in English', async () => {
    await desk.getByTestId('language').click();
    await desk.getByTestId('invitee-count').getByText('5 invited').waitFor();
    await desk.getByTestId('plan-tab-course').getByText('Subject').waitFor();
    await desk.getByTestId('reach-effect').getByText('1 meeting, 5 invitations will be sent.').waitFor();
    await desk.getByTestId('invite-way-many').getByText('Many rooms at once').waitFor();
    await desk.getByTestId('language').click();
  });

  it('hands the places of a person that leaves to another, by an administrator', async () => {
    const page = await venue.signedIn(administrator);
    await page.getByTestId('accounts-link').click();
    await page
      .locator(`[data-testid="account-row"][data-login="${clerk.login}"]`)
      .getByTestId('account-hand-over')
      .click();
    await page.getByTestId('hand-over-search').fill('vu thi ke');
    await page.getByTestId('hand-over-choose').click();
    await page.getByTestId('hand-over-confirm').click();
    await page.getByTestId('hand-over-done').getByText(title).waitFor();
    await invitation(successor.fullName).waitFor();
    await invitation(clerk.fullName).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('schedules the meeting, which sends the invitations', async () => {
    await desk.getByTestId('reach-effect').getByText('1 phiên, 5 giấy mời sẽ gửi.').waitFor();
    await desk.getByTestId('meeting-schedule').click();
    await desk.getByTestId('meeting-plan').locator('[data-state="scheduled"]').waitFor();
  });

  it('is answered by a person on the page of the meeting, which the planner sees', async () => {
    const theirs = await venue.signedIn(leader);
    const card = theirs.getByTestId('meeting').filter({ hasText: title });
    await card.getByTestId('meeting-to-answer').waitFor();
    await photograph(theirs, 'to-answer');
    await card.getByTestId('meeting-details').click();
    const own = theirs.getByTestId('own-invitation');
    await own.getByTestId('attend-confirm').click();
    await own.getByTestId('attend-send').click();
    await own.getByTestId('own-reply').getByText('Đã xác nhận dự').waitFor();
    await photograph(theirs, 'own-invitation');
    await theirs.getByTestId('language').click();
    await own.getByText('Your invitation').waitFor();
    await theirs.getByTestId('plan-back').click();
    await card.waitFor();
    expect(await card.getByTestId('meeting-to-answer').count()).to.equal(0);
    await theirs.context().close();
    await desk.getByTestId('plan-tab-letters').click();
    const letter = desk.getByTestId('letter').filter({ hasText: leader.fullName });
    await letter.getByText('Xác nhận dự').waitFor();
  });

  it('is opened from its page', async () => {
    await desk.getByTestId('meeting-open').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('meeting-plan').locator('[data-state="live"]').waitFor();
    await desk.getByTestId('plan-join').waitFor();
  });

  /** Signs in, and enters by the card on the own home page. */
  async function enter(account: typeof leader, into: 'conference' | 'lobby' = 'conference'): Promise<Page> {
    const page = await venue.signedIn(account);
    await page.getByTestId('meeting').filter({ hasText: title }).getByTestId('meeting-join').click();
    await page.getByTestId('join').click();
    await page.getByTestId(into).waitFor();
    return page;
  }

  it('keeps a delegate in the lobby and does not begin before a chair is there', async () => {
    delegate = await enter(guest, 'lobby');
    await delegate.getByTestId('lobby').getByText('Phiên họp bắt đầu khi chủ tọa có mặt').waitFor();
    await photograph(delegate, 'awaits-chair');
    await desk.getByTestId('plan-join').click();
    await desk.getByTestId('join').click();
    await desk
      .locator('[data-testid="chair-away"][data-chair="absent"]')
      .getByText('chưa có chủ tọa')
      .waitFor();
    expect(await desk.getByTestId('conference-start').isDisabled()).to.equal(true);
    await photograph(desk, 'no-chair-yet');
    await desk.getByTestId('language').click();
    await desk.getByTestId('chair-away').getByText('begins only with a chair').waitFor();
    await desk.getByTestId('language').click();
  });

  it('lets each of them enter from the own home page, with the controls of the role', async () => {
    const chair = await enter(leader);
    await delegate.getByTestId('conference').waitFor();
    expect(await delegate.getByTestId('conference-start').count()).to.equal(0);
    await delegate.getByTestId('hand-raise').waitFor();
    await photograph(chair, 'chair');
    await chair.getByTestId('conference-start').click();
    await chair.getByTestId('confirm').click();
    await chair.getByTestId('session-menu').waitFor();

    const onStage = (name: string) => delegate.getByTestId('tile-chair').filter({ hasText: name });
    await onStage(leader.fullName).waitFor();
    const second = await enter(deputy);
    await second.getByTestId('session-menu').waitFor();
    expect(await delegate.getByTestId('session-menu').count()).to.equal(0);
    // She is the first of the plan.
    await onStage(deputy.fullName).waitFor();
    await second.getByTestId('leave').click();
    await second.getByTestId('confirm').click();
    await onStage(leader.fullName).waitFor();
    await chair.getByTestId('leave').click();
    await chair.getByTestId('confirm').click();
  });

  it('shows the secretary that no chair is left, and has a delegate act as chair', async () => {
    const notice = desk.locator('[data-testid="chair-away"][data-chair="absent"]');
    await notice.waitFor();
    await photograph(desk, 'no-chair-left');
    await notice.getByTestId('give-chair').click();
    await desk.getByTestId('give-chair-search').fill('nguyen van an');
    await photograph(desk, 'give-chair');
    await desk.getByTestId('give-chair-to').filter({ hasText: guest.fullName }).click();
    await desk
      .locator('[data-testid="chair-away"][data-chair="acted-for"]')
      .getByText(guest.fullName)
      .waitFor();
    await delegate.getByTestId('mute-all').waitFor();
  });

  it('lets the delegate give the chair back', async () => {
    const roster = delegate.getByTestId('panel-roster');
    if (!(await roster.isVisible())) await delegate.getByTestId('tab-roster').click();
    const ownRow = roster.getByTestId('roster-row').filter({ hasText: guest.fullName });
    await ownRow.getByTestId('roster-actions').click();
    await ownRow.getByTestId('stop-acting').getByText('Thôi quyền chủ tọa').click();
    await photograph(delegate, 'stop-acting');
    await delegate.getByTestId('confirm').click();
    await desk.locator('[data-testid="chair-away"][data-chair="absent"]').waitFor();
    await delegate.getByTestId('mute-all').waitFor({ state: 'detached' });
  });
});
