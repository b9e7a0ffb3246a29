import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { photographer } from '../../support/browsers/photographs.ts';
import { eventually } from '../../support/eventually.ts';
import { faultsOf } from '../pages/axe.ts';
import { controlsOutside } from '../pages/readable.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, patience, picture, sees } from '../pages/witness.ts';

describe('the panels of those who run a session, in a real browser', function () {
  this.timeout(240_000);
  const photograph = photographer('conducting');
  let venue: Venue;
  let desk: Page;
  let rooms: readonly Page[];
  let ids: readonly string[];

  before(async () => {
    venue = await openVenue({ viewport: { width: 1440, height: 900 }, further: ['Tam Hợp'] });
    ids = [...venue.meeting.endpoints, ...venue.meeting.others];
    desk = await venue.chair();
    rooms = await Promise.all(ids.map((id) => venue.room(id)));
    await desk.getByTestId('conference-start').click();
    await desk.getByTestId('confirm').click();
    await desk.locator('[data-testid="conference"][data-phase="in-session"]').waitFor();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const row = (id: string | undefined): Locator =>
    desk.locator(`[data-testid="roster-row"][data-participant="${id}"]`);
  /** Opens a panel, unless it is open. */
  const panel = async (name: string): Promise<Locator> => {
    const opened = desk.getByTestId(`panel-${name}`);
    if (!(await opened.isVisible())) await desk.getByTestId(`tab-${name}`).click();
    await opened.waitFor();
    return opened;
  };
  const microphone = (room: Page | undefined, state: string) =>
    room?.locator(`[data-testid="own-microphone"][data-microphone="${state}"]`).waitFor();
  const everyRoom = (act: (room: Page) => Promise<void>): Promise<void[]> => Promise.all(rooms.map(act));
  /** Presses an action of a participant in the list. */
  const actOn = async (id: string | undefined, action: string): Promise<void> => {
    await panel('roster');
    await row(id).getByTestId('roster-actions').click();
    await row(id).getByTestId(action).click();
  };
  const tile = (room: Page | undefined, place: string, id: string | undefined): Locator | undefined =>
    room?.locator(`[data-testid="tile-${place}"][data-participant="${id}"]`);

  it('sets the layout of every screen, and who is on it in which order', async () => {
    const layout = await panel('layout');
    await layout.getByTestId('layout-grid').click();
    await everyRoom((room) => room.locator('[data-testid="stage"][data-layout="grid"]').waitFor());
    await layout.getByTestId('layout-speaker').click();
    await everyRoom((room) => room.locator('[data-testid="stage"][data-layout="speaker"]').waitFor());
    await actOn(ids[0], 'pin');
    await actOn(ids[1], 'pin');
    await panel('layout');
    const order = () =>
      layout
        .getByTestId('pinned-row')
        .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-participant')));
    const becomes = (...wanted: readonly (string | undefined)[]) =>
      eventually(async () => (await order()).join() === wanted.join(), 'the order', patience);
    await becomes(ids[0], ids[1]);
    await layout.getByTestId('pinned-down').first().click();
    await becomes(ids[1], ids[0]);
    await layout.getByTestId('pinned-up').last().click();
    await becomes(ids[0], ids[1]);
    await layout.getByTestId('pinned-remove').first().click();
    await becomes(ids[1]);
    await layout.getByTestId('pinned-remove').click();
    await becomes();
  });

  it('takes one room off every screen again, by its row in the list', async () => {
    await actOn(ids[0], 'pin');
    await tile(rooms[1], 'pinned', ids[0])?.waitFor();
    await actOn(ids[0], 'unpin');
    await tile(rooms[1], 'pinned', ids[0])?.waitFor({ state: 'detached' });
  });

  it('shows the next stage before it is on, puts it on with one press, and takes it back with another', async () => {
    const layout = await panel('layout');
    const next = layout.getByTestId('stage-next');
    /** Who is in which place, in the order of the stage. */
    const places = (stage: Locator) =>
      stage.evaluate((each) =>
        [...each.querySelectorAll('[data-participant]')].map((tile) =>
          [
            tile.getAttribute('data-place') ?? tile.getAttribute('data-testid')?.replace('tile-', ''),
            tile.getAttribute('data-participant'),
          ].join(' '),
        ),
      );
    const onScreen = () => places((rooms[2] ?? desk).getByTestId('stage'));
    await rooms[0]?.getByTestId('hand-raise').click();
    await desk.getByTestId('tab-floor').locator('.count').waitFor();
    const before = await onScreen();
    await layout.getByTestId('stage-prepare').click();
    await next.locator(`[data-place="speaker"][data-participant="${ids[0]}"]`).waitFor();
    await layout.getByTestId('prepared-other-speaker').click();
    await desk.getByTestId('prepared-choice').filter({ hasText: 'Tam Hợp' }).click();
    await next.locator(`[data-place="speaker"][data-participant="${ids[2]}"]`).waitFor();
    await layout.getByTestId('prepared-speaker').selectOption(ids[0] ?? '');
    await layout.getByTestId('prepared-add').click();
    await desk.getByTestId('prepared-search').fill('trung my');
    await desk.getByTestId('prepared-choice').click();
    await layout.getByTestId('layout-grid').click();
    await sees(
      () => places(next),
      [`speaker ${ids[0]}`, `chair ${venue.meeting.chairId}`, `pinned ${ids[1]}`],
    );
    await photograph(desk, 'next');
    expect(await faultsOf(desk)).to.deep.equal([]);
    await desk.getByTestId('language').click();
    await layout.getByTestId('stage-put-on').getByText('Put on stage').waitFor();
    await desk.getByTestId('language').click();
    expect(await onScreen(), 'nothing has changed yet').to.deep.equal(before);
    const prepared = await places(next);
    await layout.getByTestId('stage-put-on').click();
    await sees(onScreen, prepared);
    await microphone(rooms[0], 'open');
    await layout.getByTestId('prepared-stage').waitFor({ state: 'detached' });
    await desk.getByTestId('stage-undo').click();
    await sees(onScreen, [`speaker ${ids[0]}`, `chair ${venue.meeting.chairId}`]);
    await desk.getByTestId('end-turn').click();
    await microphone(rooms[0], 'muted');
  });

  it('drops the next stage by Escape or a press, and keeps it while another panel is open', async () => {
    const layout = await panel('layout');
    const preparing = layout.getByTestId('prepared-stage');
    await layout.getByTestId('stage-prepare').click();
    await layout.getByTestId('layout-grid').click();
    await panel('roster');
    await panel('layout');
    await layout.locator('[data-testid="layout-grid"][aria-pressed="true"]').waitFor();
    await layout.getByTestId('prepared-add').click();
    await desk.getByTestId('prepared-dialog').waitFor();
    await desk.keyboard.press('Escape');
    await desk.getByTestId('prepared-dialog').waitFor({ state: 'detached' });
    await preparing.waitFor();
    await desk.getByTestId('wall-switch').click();
    await layout.getByTestId('stage-now').waitFor();
    await desk.getByTestId('wall-switch').click();
    await layout.getByTestId('stage-now').waitFor({ state: 'hidden' });
    await preparing.focus();
    await desk.keyboard.press('Escape');
    await preparing.waitFor({ state: 'detached' });
    await layout.locator('[data-testid="layout-speaker"][aria-pressed="true"]').waitFor();
    await desk.keyboard.press('Enter');
    await layout.getByTestId('stage-drop').click();
    await preparing.waitFor({ state: 'detached' });
    expect(await rooms[1]?.getByTestId('stage').getAttribute('data-layout')).to.equal('speaker');
  });

  for (const [width, isNowBeside] of [
    [768, true],
    [390, false],
  ] as const) {
    it(`prepares the next stage on a screen ${width} px wide`, async () => {
      await desk.setViewportSize({ width, height: 1024 });
      const layout = await panel('layout');
      await layout.getByTestId('stage-prepare').click();
      await layout.getByTestId('stage-next').waitFor();
      expect(await layout.getByTestId('stage-now').isVisible()).to.equal(isNowBeside);
      await sees(() => controlsOutside(desk, '[data-testid="prepared-stage"] button'), []);
      await layout.getByTestId('stage-drop').click();
      await desk.setViewportSize({ width: 1440, height: 900 });
    });
  }

  it('gives the seats of the chair and of the slides to a room, and clears them', async () => {
    await actOn(ids[0], 'give-chair');
    await tile(rooms[1], 'chair', ids[0])?.waitFor();
    await microphone(rooms[0], 'open');
    await actOn(ids[0], 'clear-chair');
    await rooms[1]?.getByTestId('tile-chair').waitFor({ state: 'detached' });
    await actOn(venue.meeting.chairId, 'give-chair');
    await tile(rooms[1], 'chair', venue.meeting.chairId)?.waitFor();
    await actOn(ids[0], 'give-slides');
    await tile(rooms[1], 'slides', ids[0])?.waitFor();
    await actOn(ids[0], 'clear-slides');
    await tile(rooms[1], 'slides', ids[0])?.waitFor({ state: 'detached' });
  });

  it('turns the own camera off, so that nobody sees it, and on again', async () => {
    await moves(rooms[1] ?? desk, '[data-testid="tile-chair"]');
    await desk.getByTestId('camera').click();
    await sees(async () => rooms[1] && picture(rooms[1], 'chair'), undefined);
    await desk.getByTestId('camera').click();
    await moves(rooms[1] ?? desk, '[data-testid="tile-chair"]');
  });

  it('holds the camera of one room, and allows it again', async () => {
    await actOn(ids[1], 'hold-camera');
    await rooms[1]?.getByTestId('camera-held').waitFor();
    expect(await rooms[0]?.getByTestId('camera-held').count()).to.equal(0);
    await actOn(ids[1], 'allow-camera');
    await rooms[1]?.getByTestId('camera-held').waitFor({ state: 'detached' });
  });

  it('shows texts on every screen, and takes them away', async () => {
    const layout = await panel('layout');
    await layout.getByTestId('text-title').fill('Hội nghị tổng kết năm');
    await layout.getByTestId('text-ticker').fill('Mời các điểm cầu ổn định chỗ ngồi');
    await layout.getByTestId('text-show').click();
    await everyRoom(async (room) => {
      await room.getByTestId('screen-title').getByText('Hội nghị tổng kết năm').waitFor();
      await room.getByTestId('screen-ticker').getByText('Mời các điểm cầu ổn định chỗ ngồi').waitFor();
    });
    await layout.getByTestId('text-clear').click();
    await everyRoom((room) => room.getByTestId('screen-title').waitFor({ state: 'detached' }));
  });

  it('sets the length of a turn, which the room or the desk ends', async () => {
    await everyRoom((room) => room.getByTestId('hand-raise').click());
    const floor = await panel('floor');
    await floor.getByTestId('floor-settings').click();
    await desk.getByTestId('turn-minutes').fill('7');
    await desk.getByTestId('floor-settings-save').click();
    const queued = (id: string | undefined) => floor.locator(`[data-testid="queue-row"][data-row="${id}"]`);
    await queued(ids[0]).getByTestId('floor-grant').click();
    await microphone(rooms[0], 'open');
    await rooms[0]
      ?.getByTestId('turn-time')
      .getByText(/\b6:\d\d/)
      .waitFor();
    await rooms[0]?.getByTestId('floor-yield').click();
    await microphone(rooms[0], 'muted');
    await queued(ids[2]).getByTestId('floor-grant-for').click();
    await desk.getByTestId('minutes').fill('12');
    await desk.getByTestId('minutes-send').click();
    await microphone(rooms[2], 'open');
    await rooms[2]
      ?.getByTestId('turn-time')
      .getByText(/\b11:\d\d/)
      .waitFor();
    await desk.getByTestId('end-turn').click();
    await microphone(rooms[2], 'muted');
  });

  it('discards a ballot that was only drafted', async () => {
    const ballots = await panel('ballots');
    await ballots.getByTestId('ballot-new').click();
    await desk.getByTestId('ballot-question').fill('Thông qua dự thảo cũ?');
    await desk.getByTestId('ballot-save').click();
    const drafted = ballots.getByTestId('ballot').filter({ hasText: 'dự thảo cũ' });
    await drafted.getByTestId('ballot-discard').click();
    await drafted.waitFor({ state: 'detached' });
  });

  it('opens a ballot, in which one may put the own vote off and choose again before it is sent', async () => {
    const ballots = await panel('ballots');
    await ballots.getByTestId('ballot-new').click();
    await desk.getByTestId('ballot-question').fill('Thông qua chương trình?');
    await desk.getByTestId('ballot-majority').selectOption('two-thirds');
    const weights = desk.getByTestId('ballot-weights');
    await weights.locator('summary').click();
    await weights.locator('li', { hasText: 'Tam Hồng' }).getByTestId('ballot-weight').fill('3');
    await desk.getByTestId('ballot-save').click();
    await ballots.getByTestId('ballot-open').click();
    await desk.getByTestId('confirm').click();
    const [first, second] = rooms;
    await first?.getByTestId('vote-disagree').click();
    await first?.getByTestId('vote-again').click();
    await first?.getByTestId('vote-agree').click();
    await first?.getByTestId('vote-send').click();
    await first?.getByTestId('vote-recorded').waitFor();
    await second?.getByTestId('vote-disagree').click();
    await second?.getByTestId('vote-send').click();
    await second?.getByTestId('vote-recorded').waitFor();
    const prompt = desk.getByTestId('vote-prompt');
    await prompt.getByTestId('vote-later').click();
    await prompt.waitFor({ state: 'detached' });
    await ballots.getByTestId('vote-abstain').click();
    await ballots.getByTestId('vote-send').click();
    await ballots.locator('[data-testid="ballot-answered"][data-answered="3"][data-entitled="4"]').waitFor();
    await ballots.getByTestId('ballot-close').click();
    await desk.getByTestId('confirm').click();
    await ballots.getByTestId('ballot-publish').click();
    await desk.getByTestId('confirm').click();
    // Three of the five votes are more than half, and less than two thirds.
    await ballots.locator('[data-testid="ballot-result"][data-result="rejected"]').waitFor();
    await ballots.getByTestId('total-agree').getByText('3', { exact: true }).waitFor();
  });

  it('locks requests to speak and the door, and holds the cameras of many', async () => {
    const conduct = await panel('conduct');
    await conduct.getByTestId('lock-hands').click();
    await rooms[0]?.locator('[data-testid="hand-raise"]:disabled').waitFor();
    await conduct.getByTestId('lock-hands').click();
    await rooms[0]?.locator('[data-testid="hand-raise"]:enabled').waitFor();
    await conduct.getByTestId('hold-cameras').click();
    await desk.getByTestId('target-all').click();
    await everyRoom((room) => room.getByTestId('camera-held').waitFor());
    await conduct.getByTestId('allow-cameras').click();
    await desk.getByTestId('target-all').click();
    await everyRoom((room) => room.getByTestId('camera-held').waitFor({ state: 'detached' }));
    const door = desk.locator('.conference__head').getByText('Đã khóa');
    await conduct.getByTestId('conference-lock').click();
    await door.waitFor();
    await conduct.getByTestId('conference-lock').click();
    await door.waitFor({ state: 'detached' });
    await conduct.getByTestId('admission-lobby').click();
    await conduct.locator('[data-testid="admission-lobby"][aria-pressed="true"]').waitFor();
    await conduct.getByTestId('admission-open').click();
    await conduct.locator('[data-testid="admission-open"][aria-pressed="true"]').waitFor();
  });

  it('lets every room open its microphone, and mutes those that are found, or all', async () => {
    const [first, , third] = rooms;
    const conduct = await panel('conduct');
    await conduct.getByTestId('microphone-policy-open').click();
    for (const room of [first, third]) {
      await room?.getByTestId('microphone').click();
      await microphone(room, 'open');
    }
    await panel('roster');
    await desk.getByTestId('roster-search').fill('tam hong');
    await desk.locator('[data-testid="roster-found"][data-count="1"]').waitFor();
    await desk.getByTestId('found-actions').click();
    await desk.getByTestId('found-mute').click();
    await microphone(first, 'held');
    await microphone(third, 'open');
    await desk.getByTestId('roster-search').fill('');
    await panel('conduct');
    await conduct.getByTestId('mute-many').click();
    await desk.getByTestId('target-all').click();
    await microphone(third, 'held');
    await conduct.getByTestId('microphone-policy-floor').click();
    await conduct.locator('[data-testid="microphone-policy-floor"][aria-pressed="true"]').waitFor();
  });

  it('divides the rooms into groups, calls one back, and then all', async () => {
    const groups = await panel('groups');
    await groups.getByTestId('groups-by-subtree').click();
    await groups.getByTestId('planned-group').nth(1).waitFor();
    await groups.getByTestId('group-drop').first().click();
    await eventually(
      async () => (await groups.getByTestId('planned-group').count()) === 1,
      'one group to be left',
      patience,
    );
    await groups.getByTestId('groups-parts').fill('2');
    await groups.getByTestId('groups-in-parts').click();
    const planned = groups.getByTestId('planned-group');
    for (const [index, title] of ['Tổ kinh tế', 'Tổ văn hóa'].entries()) {
      await planned.nth(index).locator('summary').click();
      await planned.nth(index).getByTestId('group-title').fill(title);
    }
    for (const [name, label] of [
      ['Tam Hồng', 'Tổ văn hóa'],
      ['Trung Mỹ', 'Tổ kinh tế'],
    ] as const)
      await planned.locator('li', { hasText: name }).getByTestId('planned-assign').selectOption({ label });
    await groups.getByTestId('groups-open').click();
    await desk.getByTestId('confirm').click();
    await rooms[0]?.getByTestId('group-banner').getByText('Tổ văn hóa').waitFor();
    await rooms[1]?.getByTestId('group-banner').getByText('Tổ kinh tế').waitFor();
    await groups
      .locator(`li[data-participant="${ids[0]}"]`)
      .getByTestId('group-assign')
      .selectOption({ label: 'Phiên toàn thể' });
    await rooms[0]?.getByTestId('group-banner').waitFor({ state: 'detached' });
    expect(await rooms[1]?.getByTestId('group-banner').count()).to.equal(1);
    await groups.getByTestId('groups-close').click();
    await desk.getByTestId('confirm').click();
    await everyRoom((room) => room.getByTestId('group-banner').waitFor({ state: 'detached' }));
    await panel('roster');
  });
});
