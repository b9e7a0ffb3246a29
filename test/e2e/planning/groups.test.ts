import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { typedDay } from '../../../client/state/typed-times.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { sees } from '../pages/witness.ts';

describe('a saved group as invitees, in a real browser', function () {
  this.timeout(120_000);
  const photograph = photographer('groups');
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
    await page.getByTestId('meeting-date').fill(typedDay(tomorrow));
    await page.getByTestId('meeting-start').fill('08:00');
    await page.getByTestId('meeting-end').fill('09:00');
    await page.getByTestId('meeting-create').click();
    await page.getByTestId('plan-tab-invitees').click();
    await page.getByTestId('selection-save').click();
    await page.getByTestId('group-name').fill('Các điểm cầu miền núi');
    await page.keyboard.press('Enter');
    await page.getByTestId('saved-group').getByText('Các điểm cầu miền núi').waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByTestId('export-groups').click();
    expect((await downloading).suggestedFilename()).to.equal('nhom-diem-cau.xlsx');
    await page.keyboard.press('Escape');
  });

  it('invites its members but one, and the list stays as it was sent', async () => {
    await page.getByTestId('selection-whom').selectOption({ label: 'Nhóm: Các điểm cầu miền núi' });
    await page.getByTestId('selection-except').fill('yen lac');
    await page.getByTestId('selection-except-choose').first().click();
    await page.getByTestId('selection-role').selectOption('observer');
    await page.getByTestId('selection-invite').click();
    await page.getByTestId('selection-result').waitFor();
    const invited = () =>
      page
        .getByTestId('invitation')
        .evaluateAll((all) => all.map((each) => each.getAttribute('data-invitee') ?? ''));
    const [, trungMy] = venue.meeting.endpoints;
    await sees(invited, [trungMy]);
    await sees(() => page.getByTestId('invitation').getByTestId('invitation-role').inputValue(), 'observer');
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

  it('is overwritten by another selection', async () => {
    await page.getByTestId('selection-save').click();
    const group = page.getByTestId('saved-group');
    expect(await group.textContent()).not.to.include('trừ');
    await group.getByTestId('group-overwrite').click();
    await page.getByTestId('confirm').click();
    await group.getByText('trừ: Huyện Yên Lạc').waitFor();
    await page.getByTestId('group-close').click();
  });

  it('is removed, and the meeting keeps its invitees', async () => {
    await page.getByTestId('selection-save').click();
    await page.getByTestId('group-remove').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('saved-group').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('invitation').count()).to.equal(1);
  });

  it('may not become classified while its room is not cleared, and names the room', async () => {
    await page.getByTestId('meeting-change').click();
    const form = page.getByTestId('change-meeting');
    await form.getByTestId('meeting-classification').selectOption('classified');
    await form.getByTestId('save-meeting').click();
    await form.locator('.uncleared').getByText('Trung Mỹ').waitFor();
    await page.keyboard.press('Escape');
  });

  const row = (name: string) => page.getByTestId('group-row').filter({ hasText: name });
  const form = () => page.getByTestId('group-form');

  it('is created on the page of groups, for a unit, with a room, a person and whole units', async () => {
    await page.getByTestId('administration-menu').click();
    await page.getByTestId('groups-link').click();
    await page.getByText('Chưa có nhóm nào.').waitFor();
    await page.getByTestId('group-add').click();
    await form().getByTestId('group-form-name').fill('Ban chỉ huy phòng thủ');
    await form().getByTestId('site-search').fill('vinh phuc');
    await form().getByTestId('site').first().click();
    expect(await form().getByTestId('group-form-save').isDisabled()).to.equal(true);
    await form().getByTestId('room-search').fill('trung my');
    await form().getByTestId('choose-room').click();
    await form().getByTestId('room-search').fill('chu tich');
    await form().getByTestId('choose-person').click();
    await form().getByTestId('group-units').fill('yen lac');
    await form().getByTestId('group-units-choose').first().click();
    await photograph(page, 'form');
    await form().getByTestId('group-form-save').click();
    await row('Ban chỉ huy phòng thủ').getByText('2 điểm cầu, 1 cá nhân').waitFor();
    await row('Ban chỉ huy phòng thủ').getByText('Tỉnh Vĩnh Phúc', { exact: true }).waitFor();
    await photograph(page, 'page');
    const downloading = page.waitForEvent('download');
    await page.getByTestId('export-all-groups').click();
    expect((await downloading).suggestedFilename()).to.equal('nhom-diem-cau.xlsx');
  });

  it('is not created twice in a unit under one name', async () => {
    await page.getByTestId('group-add').click();
    await form().getByTestId('group-form-name').fill('Ban chỉ huy phòng thủ');
    await form().getByTestId('site-search').fill('vinh phuc');
    await form().getByTestId('site').first().click();
    await form().getByTestId('room-search').fill('tam hong');
    await form().getByTestId('choose-room').click();
    await form().getByTestId('group-form-save').click();
    await form().getByText('Đơn vị đã có nhóm tên này.').waitFor();
    await form().getByTestId('group-form-name').fill('Các điểm cầu trực ban');
    await form().getByTestId('group-form-save').click();
    await row('Các điểm cầu trực ban').getByText('1 điểm cầu', { exact: true }).waitFor();
  });

  it('is found by a part of its name or of its members', async () => {
    for (const [typed, name] of [
      ['truc ban', 'Các điểm cầu trực ban'],
      ['chu tich', 'Ban chỉ huy phòng thủ'],
    ] as const) {
      await page.getByTestId('group-search').fill(typed);
      await sees(() => page.getByTestId('group-row').count(), 1);
      await row(name).waitFor();
    }
    await page.getByTestId('group-search').fill('khong co');
    await page.getByText('Không tìm thấy.').waitFor();
    await page.getByTestId('group-search').fill('');
  });

  it('is renamed, loses members and gains others, and the search for invitees offers it so', async () => {
    await row('Ban chỉ huy phòng thủ').getByTestId('group-edit').click();
    await form().getByTestId('group-form-name').fill('Ban chỉ huy phòng thủ dân sự');
    await form().getByTestId('chosen-room').filter({ hasText: 'Trung Mỹ' }).getByRole('button').click();
    await form().getByTestId('room-search').fill('quantri');
    await form().getByTestId('choose-person').click();
    await form().getByTestId('group-except').fill('tam hong');
    await form().getByTestId('group-except-choose').first().click();
    await form().getByTestId('group-form-save').click();
    await row('Ban chỉ huy phòng thủ dân sự').getByText('0 điểm cầu, 2 cá nhân').waitFor();
    await page.getByTestId('meetings-link').click();
    await page.getByTestId('new-meeting').click();
    await page.getByTestId('room-search').fill('phong thu');
    await page.getByTestId('found-group').getByText('Ban chỉ huy phòng thủ dân sự').waitFor();
    await page.getByTestId('choose-group').click();
    await sees(() => page.getByTestId('chosen-person').count(), 2);
  });

  it('keeps a part that the page can only take out, such as a level, until it is taken out', async () => {
    await page.getByTestId('meetings-link').click();
    await page.getByTestId('meeting').filter({ hasText: 'Họp phòng chống bão' }).waitFor();
    await page
      .getByTestId('meeting')
      .filter({ hasText: 'Họp phòng chống bão' })
      .getByTestId('meeting-details')
      .click();
    await page.getByTestId('plan-tab-invitees').click();
    await page.getByTestId('invite-way-many').click();
    await page.getByTestId('selection-whom').selectOption({ label: 'Tất cả các xã, phường, thị trấn' });
    await page.getByTestId('selection-save').click();
    await page.getByTestId('group-name').fill('Toàn tỉnh');
    await page.getByTestId('group-save').click();
    await page.getByTestId('saved-group').filter({ hasText: 'Toàn tỉnh' }).waitFor();
    await page.getByTestId('group-close').click();
    await page.getByTestId('administration-menu').click();
    await page.getByTestId('groups-link').click();
    await row('Toàn tỉnh').getByText('2 điểm cầu').waitFor();
    await row('Toàn tỉnh').getByTestId('group-edit').click();
    await form().getByTestId('group-other-part').waitFor();
    await form().getByTestId('room-search').fill('trung my');
    await form().getByTestId('choose-room').click();
    await photograph(page, 'level');
    await form().getByTestId('group-other-drop').click();
    await form().getByTestId('group-form-save').click();
    await row('Toàn tỉnh').getByText('1 điểm cầu').waitFor();
  });

  it('is shown in English, and deleted after a question', async () => {
    await page.getByTestId('language').click();
    await row('Toàn tỉnh').getByText('1 room', { exact: true }).waitFor();
    await row('Ban chỉ huy').getByText('0 rooms, 2 people').waitFor();
    await photograph(page, 'english');
    await row('Toàn tỉnh').getByTestId('group-delete').click();
    await page.getByText('Remove the group “Toàn tỉnh”? Invitations that were sent stay.').waitFor();
    await page.getByTestId('confirm').click();
    await row('Toàn tỉnh').waitFor({ state: 'detached' });
    expect(await page.getByTestId('group-row').count()).to.equal(2);
    await page.getByTestId('language').click();
  });
});
