import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { typedDay } from '../../../client/state/typed-times.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { provinceAccount } from '../../support/planning/province.ts';
import { Keyboard } from '../pages/keyboard.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { sees } from '../pages/witness.ts';

const secretary = { login: 'tinh.thuky', password: 'mat-khau-cua-tinh', fullName: 'Hoàng Thị Thư' };
const title = 'Họp triển khai bằng bàn phím';

describe('by the keyboard alone, in a real browser', function () {
  this.timeout(240_000);
  const photograph = photographer('by-keyboard');
  let venue: Venue;
  before(async () => {
    venue = await openVenue();
    await provinceAccount(venue.meeting.administration, { ...secretary, kind: 'secretariat' });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('the console gives a room the floor, mutes it, orders the queue and opens a ballot', async () => {
    const desk = await venue.chair();
    await desk.setViewportSize({ width: 1920, height: 1080 });
    const [tamHong, trungMy] = venue.meeting.endpoints;
    const rooms = [await venue.room(tamHong), await venue.room(trungMy)];
    const keys = new Keyboard(desk);
    const row = (id: string): Locator => desk.locator(`[data-testid="roster-row"][data-participant="${id}"]`);
    const microphone = (room: Page | undefined, state: 'open' | 'held') =>
      room?.locator(`[data-testid="own-microphone"][data-microphone="${state}"]`).waitFor();

    await keys.use(desk.getByTestId('conference-start'));
    await keys.use(desk.getByTestId('confirm'));
    await keys.brings(desk.locator('[data-testid="conference"][data-phase="in-session"]'));

    await keys.press('/');
    await desk.locator('[data-testid="roster-search"]:focus').waitFor();
    await desk.keyboard.type('trung my');
    await sees(() => desk.getByTestId('roster-row').count(), 1);
    await keys.use(row(trungMy).getByTestId('roster-actions'));
    await keys.use(row(trungMy).getByTestId('grant'));
    await microphone(rooms[1], 'open');
    await keys.brings(row(trungMy).locator('[data-testid="roster-actions"]:focus'));
    await photograph(desk, 'floor');

    await keys.press('Enter');
    await keys.use(row(trungMy).getByTestId('mute'));
    await microphone(rooms[1], 'held');
    await keys.brings(row(trungMy).locator('[data-testid="roster-actions"]:focus'));
    await keys.press('Enter');
    await row(trungMy).getByTestId('mute').waitFor({ state: 'detached' });
    await keys.press('Escape');
    await keys.brings(row(trungMy).locator('[data-testid="roster-actions"][aria-expanded="false"]:focus'));
    await keys.press('t');

    for (const room of rooms) {
      await room.getByTestId('hand-raise').click();
      await room.getByTestId('own-hand').waitFor();
    }
    await keys.use(desk.getByTestId('tab-floor'));
    const panel = desk.getByTestId('panel-floor');
    const order = () =>
      panel
        .getByTestId('queue-row')
        .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-row') ?? ''));
    await sees(order, [tamHong, trungMy]);
    const handle = panel.locator(`[data-testid="queue-handle"][data-handle="${trungMy}"]`);
    await keys.stepTo(handle, 'Shift+Tab');
    await keys.press('ArrowUp');
    await sees(order, [trungMy, tamHong]);
    await keys.brings(panel.locator(`[data-handle="${trungMy}"]:focus`));
    await photograph(desk, 'queue');

    await keys.use(desk.getByTestId('tab-ballots'));
    await keys.stepTo(desk.getByTestId('ballot-new'), 'Shift+Tab');
    await keys.press('Enter');
    await desk.locator('[data-testid="ballot-question"]:focus').waitFor();
    await desk.keyboard.type('Thông qua kế hoạch quý I?');
    await keys.use(desk.getByTestId('ballot-save'));
    await keys.brings(desk.getByTestId('ballot-open'));
    await keys.use(desk.getByTestId('ballot-open'));
    await keys.use(desk.getByTestId('confirm'));
    await keys.brings(desk.locator('[data-testid="ballot"][data-phase="open"]'));
    await photograph(desk, 'ballot');
    expect(await desk.getByTestId('confirm').count()).to.equal(0);
    for (const room of rooms) await room.getByText('Thông qua kế hoạch quý I?').first().waitFor();
  });

  it('a secretary plans a meeting with two invitees and an item of the agenda, and schedules it', async () => {
    const page = await venue.page('/login');
    const keys = new Keyboard(page);
    await keys.fill(page.getByTestId('login'), secretary.login);
    await keys.fill(page.getByTestId('password'), secretary.password);
    await keys.press('Enter');
    await page.getByTestId('new-meeting').waitFor();
    await keys.use(page.getByTestId('new-meeting'));
    await keys.fill(page.getByTestId('meeting-title'), title);
    const tomorrow = new Date(Date.now() + 86_400_000).toLocaleDateString('sv-SE');
    await keys.fill(page.getByTestId('meeting-date'), typedDay(tomorrow));
    await keys.fill(page.getByTestId('meeting-start'), '08:00');
    await keys.fill(page.getByTestId('meeting-end'), '09:00');
    await keys.use(page.getByTestId('agenda-add'));
    await page.locator('[data-testid="agenda-title"]:focus').waitFor();
    await page.keyboard.type('Báo cáo tháng');
    await keys.fill(page.getByTestId('room-search'), 'tam hong');
    await keys.use(page.getByTestId('choose-room'));
    await keys.brings(page.getByTestId('chosen-room'));
    await page.locator('[data-testid="room-search"]:focus').waitFor();
    await page.keyboard.type('chu tich');
    await keys.use(page.getByTestId('choose-person'));
    await keys.brings(page.getByTestId('chosen-person'));
    await keys.stepTo(page.getByTestId('chosen-person').getByTestId('chosen-role'), 'Shift+Tab');
    await keys.press('ArrowUp');
    await keys.press('ArrowUp');
    await sees(() => page.getByTestId('chosen-person').getByTestId('chosen-role').inputValue(), 'secretary');
    await photograph(page, 'new-meeting');
    await keys.use(page.getByTestId('meeting-create'));
    await keys.brings(page.getByTestId('meeting-schedule'));
    await keys.use(page.getByTestId('meeting-schedule'));
    await page.getByTestId('meeting-plan').locator('[data-state="scheduled"]').waitFor();
    await keys.brings(page.getByTestId('meeting-schedule'), 'detached');
    await photograph(page, 'scheduled');
    await keys.stepTo(page.getByTestId('plan-tab-course'));
    await keys.press('ArrowRight');
    await keys.brings(page.locator('[data-testid="plan-tab-invitees"][aria-selected="true"]:focus'));
    await sees(() => page.getByTestId('invitation').count(), 2);
    await page.context().close();
  });
});
