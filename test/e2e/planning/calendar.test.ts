import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import {
  clockTimeAt,
  daysLater,
  hourMs,
  instantAt,
  quarterMs,
  weekOf,
} from '../../../client/state/planning/calendar.ts';
import { typedDay } from '../../../client/state/typed-times.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { eventually } from '../../support/eventually.ts';
import { siteNamed } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { fingerOn } from '../pages/finger.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

/**
 * A Tuesday in the future, not near the edges of its week; its times are not near the edges of office hours.
 */
const tuesday = daysLater(weekOf(dayInVietnam(Date.now()))[1] ?? '', 7);
const at = (time: string): number => instantAt(tuesday, time);

describe('the calendar in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let page: Page;
  let hall: string;
  let taken: MeetingDetail;
  let other: MeetingDetail;

  const administration = () => venue.meeting.administration;
  async function scheduled(title: string, start: string, end: string): Promise<MeetingDetail> {
    const call = administration();
    const siteId = await siteNamed(call, 'Vĩnh Phúc');
    const { id, version } = await call.call('meeting.create', {
      body: { title, siteId, startsAtMs: at(start), endsAtMs: at(end) },
    });
    const invited = await call.call('meeting.invite', {
      params: { meetingId: id },
      version,
      body: { invitations: [{ kind: 'endpoint', inviteeId: hall, role: 'delegate' }] },
    });
    return call.call('meeting.schedule', { params: { meetingId: id }, version: invited.version });
  }
  const startOf = async ({ id }: MeetingDetail): Promise<number> =>
    (await administration().call('meeting.get', { params: { meetingId: id } })).startsAtMs;
  const block = ({ id }: MeetingDetail): Locator =>
    page.locator(`[data-testid="columns"] [data-meeting="${id}"]`);

  before(async () => {
    venue = await openVenue();
    [hall] = venue.meeting.endpoints;
    taken = await scheduled('Giao ban khối nội chính', '08:00', '10:00');
    other = await scheduled('Tập huấn chữ ký số', '13:30', '14:30');
    page = await venue.signedIn(administrator);
    await page.getByTestId('calendar-link').click();
    await page.getByTestId('next').click();
    await block(taken).waitFor();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('turns to the week before, to today, and shows a month', async () => {
    await page.getByTestId('previous').click();
    await block(taken).waitFor({ state: 'detached' });
    await page.getByTestId('next').click();
    await page.getByTestId('next').click();
    await page.getByTestId('today').click();
    await page.getByTestId('scale-month').click();
    await page.locator('.month').waitFor();
    await page.getByTestId('scale-week').click();
    await page.getByTestId('next').click();
    await block(taken).waitFor();
  });

  it('shows a clash while a person types a new meeting, and moves it to a free time', async () => {
    await page.getByTestId('new-meeting').click();
    const form = page.getByTestId('new-meeting-form');
    await form.getByTestId('meeting-title').fill('Họp triển khai chuyển đổi số');
    await form.getByTestId('meeting-date').fill(typedDay(tuesday));
    await form.getByTestId('meeting-start').fill('08:30');
    await form.getByTestId('meeting-end').fill('09:30');
    await form.getByTestId('room-search').fill('tam hong');
    await form.getByTestId('choose-room').click();
    const clash = form.getByTestId('clash');
    await clash.waitFor();
    expect(await clash.textContent())
      .to.include('Hội trường UBND Tam Hồng')
      .and.include(taken.title)
      .and.include('Tỉnh Vĩnh Phúc');

    await form.getByTestId('free-time').first().click();
    await form.getByTestId('all-free').waitFor();
    const start = await form.getByTestId('meeting-start').inputValue();
    // The nearest free quarter hours: clear of the taken meeting and of the margins of this one.
    expect([clockTimeAt(at('10:15')), clockTimeAt(at('06:45'))]).to.include(start);
    await form.getByTestId('meeting-start').fill('10:15');
    await form.getByTestId('meeting-end').fill('11:15');
    await form.getByTestId('all-free').waitFor();
    // The first reaches into the meeting before, the second into the one after.
    for (const [margin, minutes] of [
      ['meeting-preparation', '120'],
      ['meeting-clearing', '180'],
    ] as const) {
      const usual = await form.getByTestId(margin).inputValue();
      await form.getByTestId(margin).fill(minutes);
      await clash.waitFor();
      await form.getByTestId(margin).fill(usual);
      await form.getByTestId('all-free').waitFor();
    }
    await form.getByTestId('site-search').fill('Vĩnh Phúc');
    await form.getByTestId('site').first().click();
    await form.getByTestId('meeting-create').click();

    const plan = page.getByTestId('meeting-plan');
    await plan.getByTestId('plan-tab-invitees').click();
    await plan.getByTestId('invitation').waitFor();
    await plan.getByTestId('meeting-schedule').click();
    await plan.locator('[data-state="scheduled"]').waitFor();
    await page.goBack();
    await block(other).waitFor();
  });

  it('moves a meeting with the keyboard, cancels a move, and keeps one', async () => {
    await block(other).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByTestId('moving').getByTestId('all-free').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('moving').waitFor({ state: 'detached' });
    await block(other).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByTestId('moving-to').getByText(other.title).waitFor();
    await page.getByTestId('give-up').click();
    await page.getByTestId('moving').waitFor({ state: 'detached' });
    expect(await startOf(other)).to.equal(other.startsAtMs);

    await block(other).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByTestId('moving').getByTestId('all-free').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('moving').waitFor({ state: 'detached' });
    expect(await startOf(other)).to.equal(other.startsAtMs + quarterMs);
  });

  it('refuses a move into a clash, names it, and moves to a free time instead', async () => {
    await block(other).focus();
    // From 13:45 up to 09:45, which the taken meeting still holds.
    for (let quarters = 0; quarters < 16; quarters += 1) await page.keyboard.press('Alt+ArrowUp');
    const moving = page.getByTestId('moving');
    await moving.getByTestId('clash').first().waitFor();
    await page.keyboard.press('Enter');
    await moving.getByTestId('alert').waitFor();
    await moving.getByTestId('clashes').getByText(taken.title).first().waitFor();
    expect(await startOf(other)).to.equal(other.startsAtMs + quarterMs);

    await moving.getByTestId('free-time').first().click();
    await moving.getByTestId('all-free').waitFor();
    await page.keyboard.press('Enter');
    await moving.waitFor({ state: 'detached' });
    expect(await startOf(other)).not.to.be.within(at('08:00'), at('10:00') - 1);
    expect(await startOf(other)).not.to.equal(other.startsAtMs + quarterMs);
  });

  it('moves a meeting with the pointer, and changes its time in the form', async () => {
    const before = await startOf(taken);
    await block(taken).scrollIntoViewIfNeeded();
    const box = await block(taken).boundingBox();
    if (!box) throw new Error('the block is not seen');
    await page.mouse.move(box.x + box.width / 2, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + box.width, box.y + 10, { steps: 4 });
    await page.mouse.up();
    await page.getByTestId('moving').getByTestId('all-free').waitFor();
    await page.getByTestId('keep').click();
    await page.getByTestId('moving').waitFor({ state: 'detached' });
    expect(await startOf(taken)).to.equal(before + 24 * hourMs);

    await block(taken).focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('meeting-change').click();
    const dialog = page.getByTestId('change-meeting');
    await dialog.getByTestId('meeting-date').fill(typedDay(tuesday));
    await dialog.getByTestId('all-free').or(dialog.getByTestId('clashes')).waitFor();
    await dialog.getByTestId('meeting-start').fill('15:30');
    await dialog.getByTestId('meeting-end').fill('16:30');
    await dialog.getByTestId('all-free').waitFor();
    await dialog.getByTestId('save-meeting').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await startOf(taken)).to.equal(at('15:30'));
    await page.goBack();
    await block(taken).waitFor();
  });

  it('scrolls with a finger, and picks a meeting up with a long press', async () => {
    await using finger = await fingerOn(page);
    await block(other).scrollIntoViewIfNeeded();
    const scrolled = () => page.locator('.columns__scroller').evaluate(({ scrollTop }) => scrollTop);

    /** Away from the edges: there the head of the columns, which stays in place, may cover the block. */
    const center = () => block(other).evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await center();
    const before = { scrolled: await scrolled(), startsAtMs: await startOf(other) };
    const moving = page.getByTestId('moving');
    const flick = async (): Promise<boolean> => {
      await center();
      const from = await finger.down(block(other));
      for (const step of [20, 40, 60, 80]) await finger.moveTo(from.x, from.y - step);
      await finger.up();
      if ((await moving.count()) === 0) return (await scrolled()) !== before.scrolled;
      // On a busy machine the finger may rest for so long that it picks the meeting up.
      await page.getByTestId('give-up').click();
      await moving.waitFor({ state: 'detached' });
      return false;
    };
    await eventually(flick, 'the finger to scroll', patience);

    // A finger that comes down while the list still glides only stops it.
    let [last, still] = [await scrolled(), 0];
    const standsStill = async (): Promise<boolean> => {
      const now = await scrolled();
      still = now === last ? still + 1 : 0;
      last = now;
      return still === 10;
    };
    await eventually(standsStill, 'the list to stand still', patience);
    await center();
    const held = await finger.down(block(other));
    await moving.waitFor();
    const heldAt = await scrolled();
    for (const step of [0.3, 0.6, 1]) await finger.moveTo(held.x + step * held.width, held.y);
    await finger.up();
    await moving.getByTestId('all-free').waitFor();
    expect(await scrolled()).to.equal(heldAt);
    await page.getByTestId('keep').click();
    await moving.waitFor({ state: 'detached' });
    expect(await startOf(other)).to.equal(before.startsAtMs + 24 * hourMs);
  });

  it('keeps the document small under a grid of hundreds of rooms, at any scroll position', async () => {
    const { sites } = await administration().call('site.list', { query: {} });
    const communes = sites.filter(({ levelId }) => levelId === 'commune');
    for (const { id, name } of communes) {
      for (const number of [1, 2, 3]) {
        await administration().call('endpoint.create', {
          body: { siteId: id, name: `Phòng ${number} ${name}` },
        });
      }
    }
    await page.getByTestId('calendar-rooms').click();
    const count = page.getByTestId('room-count');
    await eventually(
      async () => Number.parseInt((await count.textContent()) ?? '', 10) === 2 + 3 * communes.length,
      'all rooms to be counted',
      patience,
    );
    expect(communes.length).to.be.above(100);
    const grid = page.getByTestId('room-grid');
    const elements = (): Promise<number> => grid.evaluate((element) => element.querySelectorAll('*').length);
    const isSmall = async (): Promise<void> => {
      expect(await grid.getByTestId('room-row').count()).to.be.within(5, 30);
      expect(await elements()).to.be.below(1_200);
    };
    // The grid renders its visible rows once it knows its height.
    await grid.getByTestId('room-row').nth(4).waitFor();
    await isSmall();
    const firstRow = await grid.getByTestId('room-row').first().textContent();
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await eventually(
      async () => (await grid.getByTestId('room-row').first().textContent()) !== firstRow,
      'other rows to be in sight',
      patience,
    );
    await isSmall();
  });

  it('allows walking the grid with the keyboard, and finds a room and its bookings', async () => {
    const grid = page.getByTestId('room-grid');
    const downloading = page.waitForEvent('download');
    await page.getByTestId('export-bookings').click();
    expect((await downloading).suggestedFilename()).to.match(/^lich-phong-.+\.xlsx$/);
    await page.getByTestId('room-filter').fill('hoi truong ubnd tam hong');
    await sees(() => grid.getByTestId('room-row').count(), 1);
    // From today to that Tuesday, day by day as a person would.
    while ((await page.locator('.calendar__shown').getAttribute('data-day')) !== tuesday) {
      await page.getByTestId('next').click();
    }
    const busy = grid.getByTestId('busy').filter({ hasText: taken.title });
    await busy.waitFor();
    const current = grid.locator('[data-current]');
    await current.focus();
    for (let column = 7; column < 15; column += 1) await page.keyboard.press('ArrowRight');
    await eventually(
      async () => (await current.getAttribute('aria-label'))?.includes(taken.title),
      'the focus to be on the hour that the meeting holds',
      patience,
    );
    for (let column = 15; column < 18; column += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const form = page.getByTestId('new-meeting-form');
    await form.getByTestId('chosen-room').waitFor();
    expect(await form.getByTestId('meeting-start').inputValue()).to.equal('18:00');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    await current.focus();
    for (let column = 18; column > 15; column -= 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.getByTestId('meeting-plan').getByText(taken.title).first().waitFor();
  });
});
