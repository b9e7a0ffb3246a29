import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { isFaultless } from '../pages/axe.ts';
import { controlsOutside } from '../pages/readable.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

describe('the chair’s screen, in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let chair: Page;
  let rooms: readonly Page[];
  let ids: readonly string[];

  before(async () => {
    venue = await openVenue({
      viewport: { width: 768, height: 1024 },
      agenda: [
        { title: 'Báo cáo tháng', plannedMinutes: 20 },
        { title: 'Dự thảo nghị quyết', plannedMinutes: 40 },
      ],
    });
    ids = venue.meeting.endpoints;
    chair = await venue.chairScreen();
    rooms = await Promise.all(ids.map((id) => venue.room(id)));
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const controls = () => chair.getByTestId('chair-controls');
  const next = (id: string | undefined) =>
    controls().locator(`[data-testid="chair-next"][data-participant="${id}"]`);
  const speaker = (id: string | undefined) =>
    controls().locator(`[data-testid="chair-speaker"][data-participant="${id}"]`);

  it('opens with the chair’s few controls and no panels, and begins the session', async () => {
    await controls().waitFor();
    expect(await chair.locator('[data-testid^="tab-"]').count()).to.equal(0);
    await controls().getByTestId('conference-start').click();
    await chair.getByTestId('confirm').click();
    await chair.locator('[data-testid="conference"][data-phase="in-session"]').waitFor();
  });

  it('takes the next step of the agenda', async () => {
    await controls().getByTestId('agenda-next').click();
    await controls().getByTestId('chair-item').getByText('Báo cáo tháng').waitFor();
    await controls().getByTestId('agenda-next').getByText('Dự thảo nghị quyết').waitFor();
  });

  it('shows who is next, gives the floor, mutes and thanks with one press each', async () => {
    for (const [index, room] of rooms.entries()) {
      await room.getByTestId('hand-raise').click();
      await next(ids[index]).waitFor();
    }
    await next(ids[0]).getByTestId('floor-grant').click();
    await speaker(ids[0]).waitFor();
    await next(ids[0]).waitFor({ state: 'detached' });
    await rooms[0]?.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
    await speaker(ids[0]).getByTestId('mute-speaker').click();
    await rooms[0]?.locator('[data-testid="own-microphone"][data-microphone="held"]').waitFor();
    await speaker(ids[0]).getByTestId('floor-revoke').click();
    await speaker(ids[0]).waitFor({ state: 'detached' });
    await next(ids[1]).getByTestId('floor-grant').click();
    await speaker(ids[1]).waitFor();
  });

  it('opens a ballot on the item under way in three touches, and publishes its result', async () => {
    await controls().getByTestId('agenda-next').click();
    await controls().getByTestId('chair-item').getByText('Dự thảo nghị quyết').waitFor();
    await controls().getByTestId('chair-ballot').click();
    await chair.getByTestId('chair-ballot-named').click();
    await isFaultless(chair, 'opening a ballot');
    await chair.getByTestId('chair-ballot-open').click();
    const ballot = controls().getByTestId('ballot');
    await ballot.getByText('Thông qua: Dự thảo nghị quyết').waitFor();
    for (const page of [...rooms, chair]) {
      await page.getByTestId('vote-agree').click();
      await page.getByTestId('vote-send').click();
    }
    await ballot.locator('[data-testid="ballot-answered"][data-answered="3"][data-entitled="3"]').waitFor();
    await ballot.getByTestId('ballot-close').click();
    await chair.getByTestId('confirm').click();
    await ballot.getByTestId('ballot-publish').click();
    await chair.getByTestId('confirm').click();
    await ballot.locator('[data-testid="ballot-result"][data-result="carried"]').waitFor();
    await ballot.getByRole('meter', { name: 'Tán thành', exact: true }).waitFor();
    await isFaultless(chair, 'the result of a ballot');
  });

  it('opens a ballot that was prepared with all tools in three touches, too', async () => {
    await chair.getByTestId('all-tools').click();
    await chair.getByTestId('tab-ballots').click();
    await chair.getByTestId('ballot-new').click();
    await chair.getByTestId('ballot-question').fill('Bầu thư ký phiên họp?');
    await chair.getByTestId('ballot-kind-secret').click();
    await chair.getByTestId('ballot-chair-votes').uncheck();
    await isFaultless(chair, 'preparing a ballot');
    await chair.getByTestId('ballot-save').click();
    await chair.getByTestId('ballot').filter({ hasText: 'Bầu thư ký' }).waitFor();
    await chair.getByTestId('chair-screen').click();
    await controls().getByTestId('chair-ballot').click();
    await chair.getByTestId('chair-ballot-prepared').click();
    await chair.getByTestId('chair-ballot-open').click();
    await controls().locator('[data-testid="ballot"][data-phase="open"]').getByText('Bầu thư ký').waitFor();
    await controls().locator('[data-testid="ballot-answered"][data-entitled="2"]').waitFor();
    await controls().getByTestId('ballot-close').click();
    await chair.getByTestId('confirm').click();
    await controls().getByTestId('ballot-discard-closed').click();
    await chair.getByTestId('confirm').click();
  });

  it('mutes everybody with one press', async () => {
    await rooms[0]?.getByTestId('hand-raise').click();
    await next(ids[0]).getByTestId('floor-grant').click();
    await speaker(ids[0]).waitFor();
    await controls().getByTestId('mute-all').click();
    await rooms[1]?.locator('[data-testid="own-microphone"][data-microphone="held"]').waitFor();
    await rooms[0]?.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
  });

  for (const width of [1920, 1280, 768, 390]) {
    it(`has every control within a screen ${width} px wide`, async () => {
      await chair.setViewportSize({ width, height: width < 800 ? 844 : 900 });
      await sees(() => controlsOutside(chair, '[data-testid="chair-controls"] button, .own-bar button'), []);
      await isFaultless(chair, `the chair’s screen, ${width} px`);
    });
  }

  it('speaks English, too', async () => {
    await chair.setViewportSize({ width: 1280, height: 800 });
    await chair.getByTestId('language').click();
    await controls().getByTestId('mute-all').getByText('Mute all').waitFor();
    await speaker(ids[0]).getByTestId('floor-revoke').getByText('Thank you, please stop').waitFor();
    await chair.getByTestId('language').click();
  });

  it('keeps the end of the session behind another press, and ends it for all', async () => {
    expect(await chair.getByTestId('conference-end').count()).to.equal(0);
    await controls().getByTestId('session-menu').click();
    await isFaultless(chair, 'the menu of the session');
    await chair.getByTestId('conference-end').click();
    await chair.getByTestId('confirm').click();
    await chair.getByTestId('over-ended').waitFor();
    await Promise.all(rooms.map((room) => room.getByTestId('room-waiting').waitFor()));
  });
});

describe('a room that chairs, in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let desk: Page;
  let leading: Page;
  let other: Page;

  before(async () => {
    venue = await openVenue({ viewport: { width: 1920, height: 1080 }, further: ['Tam Hợp', 'Bá Hiến'] });
    desk = await venue.chair();
    [leading, other] = [
      await venue.room(venue.meeting.endpoints[0]),
      await venue.room(venue.meeting.endpoints[1]),
    ];
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('has the chair’s controls once it has the role, and leads the session with them', async () => {
    expect(await leading.getByTestId('chair-controls').count()).to.equal(0);
    const [leader] = venue.meeting.endpoints;
    const row = desk.locator(`[data-testid="roster-row"][data-participant="${leader}"]`);
    await row.getByTestId('roster-actions').click();
    await row.getByTestId('give-role').click();
    await desk.getByTestId('role-chair').click();
    const controls = leading.getByTestId('chair-controls');
    await controls.getByTestId('conference-start').click();
    await leading.getByTestId('confirm').click();
    await other.getByTestId('hand-raise').click();
    await controls.getByTestId('chair-next').getByTestId('floor-grant').click();
    await other.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
    await controls.getByTestId('floor-revoke').click();
    await other.locator('[data-testid="own-microphone"][data-microphone="muted"]').waitFor();
  });

  it('sees how many have voted, as a chair at a desk does', async () => {
    const controls = leading.getByTestId('chair-controls');
    await controls.getByTestId('chair-ballot').click();
    await leading.getByTestId('chair-ballot-question').fill('Thông qua chương trình?');
    await leading.getByTestId('chair-ballot-named').click();
    await leading.getByTestId('chair-ballot-open').click();
    await other.getByTestId('vote-agree').click();
    await other.getByTestId('vote-send').click();
    await controls.locator('[data-testid="ballot-answered"][data-answered="1"][data-entitled="3"]').waitFor();
  });

  it('is readable from five metres, and has no fault for axe', async () => {
    const small = await leading.evaluate(() =>
      [...document.querySelectorAll('[data-testid="chair-controls"] *')]
        .filter((each) => each.checkVisibility() && (each.textContent ?? '').trim() !== '')
        .filter((each) => Number.parseFloat(getComputedStyle(each).fontSize) < 32)
        .map((each) => each.textContent),
    );
    expect(small).to.deep.equal([]);
    await isFaultless(leading, 'a room that chairs');
  });

  it('reaches its controls with the arrows of a remote control', async () => {
    const wanted = ['mute-all', 'session-menu', 'ballot-close'];
    const reached = new Set<string | null>();
    for (let n = 0; n < 40; n += 1) {
      await leading.keyboard.press(n % 8 === 7 ? 'ArrowDown' : 'ArrowRight');
      reached.add(await leading.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null));
    }
    expect([...reached]).to.include.members(wanted);
  });

  it('is a room again when the role is taken from it', async () => {
    const [leader] = venue.meeting.endpoints;
    const row = desk.locator(`[data-testid="roster-row"][data-participant="${leader}"]`);
    await row.getByTestId('roster-actions').click();
    await row.getByTestId('give-role').click();
    await desk.getByTestId('role-delegate').click();
    await leading.getByTestId('chair-controls').waitFor({ state: 'detached' });
    await eventually(
      async () => (await leading.getByTestId('room-present').textContent())?.includes('3') === true,
      'the number of those present to stay true',
      patience,
    );
  });
});
