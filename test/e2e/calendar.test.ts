import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { clockTimeAt, daysLater, hourMs, instantAt, quarterMs, weekOf } from '../../client/state/calendar.ts';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import type { MeetingDetail } from '../../protocol/rest/meetings/meetings.ts';
import { eventually } from '../support/eventually.ts';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';

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
    const { sites } = await call.call('site.search', { query: { q: 'Vĩnh Phúc' } });
    const [province] = sites;
    if (!province) throw new Error('there is no province');
    const { id, version } = await call.call('meeting.create', {
      body: { title, siteId: province.id, startsAtMs: at(start), endsAtMs: at(end) },
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
  after(() => venue[Symbol.asyncDispose]());

  it('shows a clash while a person types a new meeting, and moves it to a free time', async () => {
    await page.getByTestId('new-meeting').click();
    const form = page.getByTestId('new-meeting-form');
    await form.getByTestId('meeting-title').fill('Họp triển khai chuyển đổi số');
    await form.getByTestId('meeting-date').fill(tuesday);
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
    await form.getByTestId('site-search').fill('Vĩnh Phúc');
    await form.getByTestId('site').first().click();
    await form.getByTestId('meeting-create').click();

    const opened = page.getByTestId('opened-meeting');
    await opened.getByTestId('invitation').waitFor();
    await opened.getByTestId('meeting-schedule').click();
    await opened.locator('[data-state="scheduled"]').waitFor();
    await page.getByTestId('close-meeting').click();
  });

  it('moves a meeting with the keyboard, cancels a move, and keeps one', async () => {
    await block(other).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByTestId('moving').getByTestId('all-free').waitFor();
    await page.keyboard.press('Escape');
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
    expect(await moving.getByTestId('clashes').textContent()).to.include(taken.title);
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
    await dialog.getByTestId('meeting-date').fill(tuesday);
    await dialog.getByTestId('all-free').or(dialog.getByTestId('clashes')).waitFor();
    await dialog.getByTestId('meeting-start').fill('15:30');
    await dialog.getByTestId('meeting-end').fill('16:30');
    await dialog.getByTestId('all-free').waitFor();
    await dialog.getByTestId('save-meeting').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await startOf(taken)).to.equal(at('15:30'));
    await page.getByTestId('close-meeting').click();
  });

  it('scrolls with a finger, and picks a meeting up with a long press', async () => {
    const browser = await page.context().newCDPSession(page);
    await browser.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await block(other).scrollIntoViewIfNeeded();
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
      browser.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
      });
    const begin = async () => {
      const box = await block(other).boundingBox();
      if (!box) throw new Error('the block is not seen');
      const [x, y] = [box.x + box.width / 2, box.y + 8];
      await touch('touchStart', x, y);
      return { x, y, width: box.width };
    };
    const scrolled = () => page.locator('.columns__scroller').evaluate(({ scrollTop }) => scrollTop);

    const before = { scrolled: await scrolled(), startsAtMs: await startOf(other) };
    const flick = await begin();
    for (const step of [20, 40, 60, 80]) await touch('touchMove', flick.x, flick.y - step);
    await touch('touchEnd');
    await eventually(async () => (await scrolled()) !== before.scrolled, 'the finger to scroll');
    expect(await page.getByTestId('moving').count()).to.equal(0);

    const held = await begin();
    const moving = page.getByTestId('moving');
    await moving.waitFor();
    const still = await scrolled();
    for (const step of [0.3, 0.6, 1]) await touch('touchMove', held.x + step * held.width, held.y);
    await touch('touchEnd');
    await moving.getByTestId('all-free').waitFor();
    expect(await scrolled()).to.equal(still);
    await page.getByTestId('keep').click();
    await moving.waitFor({ state: 'detached' });
    expect(await startOf(other)).to.equal(before.startsAtMs + 24 * hourMs);
    await browser.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    await browser.detach();
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
    );
    await isSmall();
  });

  it('allows walking the grid with the keyboard, and finds a room and its bookings', async () => {
    const grid = page.getByTestId('room-grid');
    await page.getByTestId('room-filter').fill('hoi truong ubnd tam hong');
    await eventually(async () => (await grid.getByTestId('room-row').count()) === 1, 'one room to be left');
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
    );
    await page.keyboard.press('Enter');
    await page.getByTestId('opened-meeting').getByText(taken.title).first().waitFor();
    await page.getByTestId('close-meeting').click();
    await current.focus();
    for (let column = 15; column < 18; column += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const form = page.getByTestId('new-meeting-form');
    await form.getByTestId('chosen-room').waitFor();
    expect(await form.getByTestId('meeting-start').inputValue()).to.equal('18:00');
  });
});
