import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { fold } from '../../../domain/sites/fold.ts';
import { eventually } from '../../support/eventually.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { isFaultless } from '../pages/axe.ts';
import { controlsOutside, tabsCut } from '../pages/readable.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

/** In a hall, at a desk, a tablet and a telephone. */
const screens = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
] as const;

describe('the console of those who run a session, in a real browser', function () {
  this.timeout(240_000);
  const take = photographer('console');
  /** Judges a page by axe, and takes its pictures. */
  const photograph = async (page: Page, what: string): Promise<void> => {
    await isFaultless(page, what);
    await take(page, what);
  };
  let venue: Venue;
  let planner: Page;
  let desk: Page;
  let rooms: readonly Page[];
  let late: Page;
  /** Tam Hồng, Trung Mỹ and Tam Hợp; then Đạo Đức, which stays away, and Thanh Lãng, whose invitation is withdrawn. */
  let ids: readonly string[];

  before(async () => {
    venue = await openVenue({
      viewport: { width: 1920, height: 1080 },
      further: ['Tam Hợp', 'Đạo Đức', 'Thanh Lãng'],
      draft: true,
      agenda: [
        { title: 'Báo cáo tháng', plannedMinutes: 20 },
        { title: 'Thảo luận', plannedMinutes: 40 },
      ],
    });
    ids = [...venue.meeting.endpoints, ...venue.meeting.others];
    planner = await venue.signedIn(administrator);
    await planner.getByTestId('meeting').getByTestId('meeting-details').click();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const row = (id: string | undefined): Locator =>
    desk.locator(`[data-testid="roster-row"][data-participant="${id}"]`);
  const listed = () => desk.getByTestId('roster-row').count();
  const places = () =>
    desk.getByTestId('queue-row').evaluateAll((rows) => rows.map((each) => each.getAttribute('data-row')));
  const forFound = async (action: string): Promise<void> => {
    await desk.getByTestId('found-actions').click();
    await desk.getByTestId(action).click();
  };
  /** So that the list follows again at once. */
  const leaveTheList = () => desk.mouse.move(5, 5);
  const raise = async (page: Page | undefined): Promise<void> => {
    await page?.getByTestId('hand-raise').click();
    await page?.getByTestId('own-hand').waitFor();
  };

  it('has its script from the plan: prepared speakers per item, in an order that drag and keys change', async () => {
    await planner.getByTestId('meeting-change').click();
    const form = planner.getByTestId('change-meeting');
    const speakers = () =>
      form
        .getByTestId('speaker-row')
        .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-row')));
    const add = async (item: number, name: string): Promise<void> => {
      const script = form.getByTestId('agenda-script').nth(item);
      await script.getByTestId('speaker-search').fill(fold(name));
      // Chooses and saves nothing.
      await script.getByTestId('speaker-search').press('Enter');
      await script.getByRole('button', { name: `Chọn: Hội trường UBND ${name}` }).click();
      await script.getByTestId('speaker-row').filter({ hasText: name }).waitFor();
    };
    await form.getByTestId('agenda-script').first().locator('summary').click();
    for (const name of ['Đạo Đức', 'Tam Hồng', 'Trung Mỹ', 'Tam Hợp', 'Thanh Lãng']) await add(0, name);
    const handle = form.locator(`[data-testid="speaker-handle"][data-handle="${ids[2]}"]`);
    await handle.scrollIntoViewIfNeeded();
    const [from, to] = [
      await handle.boundingBox(),
      await form.getByTestId('speaker-row').first().boundingBox(),
    ];
    if (!from || !to) throw new Error('the script is not on the screen');
    await planner.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await planner.mouse.down();
    await planner.mouse.move(from.x + from.width / 2, to.y + 2, { steps: 5 });
    await planner.mouse.up();
    await eventually(
      async () => (await speakers())[0] === ids[2],
      'the dragged speaker to be first',
      patience,
    );
    await handle.focus();
    await planner.keyboard.press('ArrowDown');
    await eventually(async () => (await speakers())[1] === ids[2], 'the speaker to be second', patience);
    expect(await speakers()).to.deep.equal([ids[3], ids[2], ids[0], ids[1], ids[4]]);
    await form.getByTestId('speaker-row').nth(1).getByTestId('speaker-minutes').fill('3');
    await photograph(planner, 'script-form');
    await form.getByTestId('agenda-script').nth(1).locator('summary').click();
    await add(1, 'Trung Mỹ');
    await add(1, 'Tam Hồng');
    await form.getByTestId('speaker-remove').last().click();
    await form.getByTestId('save-meeting').click();
    await form.waitFor({ state: 'detached' });
    await planner.getByText('Phát biểu: Hội trường UBND Đạo Đức, Hội trường UBND Tam Hợp (3 phút)').waitFor();
    await planner.getByText('Phát biểu: Hội trường UBND Trung Mỹ', { exact: true }).waitFor();
  });

  it('keeps a prepared speaker that may only observe now, and says so where the script is changed', async () => {
    const { administration, meetingId } = venue.meeting;
    const become = async (role: 'observer' | 'delegate'): Promise<void> => {
      const { version } = await administration.call('meeting.get', { params: { meetingId } });
      await administration.call('meeting.invite', {
        params: { meetingId },
        version,
        body: { invitations: [{ kind: 'endpoint', inviteeId: ids[2] ?? '', role }] },
      });
      await planner.reload();
    };
    await become('observer');
    await planner.getByTestId('meeting-change').click();
    const form = planner.getByTestId('change-meeting');
    const script = form.getByTestId('agenda-script').first();
    await script.locator('summary').click();
    const speakers = script.getByTestId('speaker-row');
    await speakers.nth(1).getByText('chỉ dự thính').waitFor();
    const handle = script.locator(`[data-testid="speaker-handle"][data-handle="${ids[0]}"]`);
    await handle.focus();
    await planner.keyboard.press('ArrowUp');
    await speakers.nth(2).getByText('chỉ dự thính').waitFor();
    await handle.focus();
    await planner.keyboard.press('ArrowDown');
    await speakers.nth(1).getByText('chỉ dự thính').waitFor();
    await planner.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await become('delegate');
  });

  it('loses a prepared speaker whose invitation is withdrawn, and says so in both languages', async () => {
    await planner.reload();
    await planner.getByTestId('plan-tab-invitees').click();
    await planner
      .locator(`[data-testid="invitation"][data-invitee="${ids[4]}"]`)
      .getByTestId('invitation-withdraw')
      .click();
    await planner.getByTestId('left-script').getByText('kịch bản phát biểu ở mục 1').waitFor();
    await planner.getByTestId('plan-tab-course').click();
    await planner.getByTestId('language').click();
    await planner.getByText('Speakers: Hội trường UBND Đạo Đức').waitFor();
    expect(await planner.getByTestId('plan-speakers').first().textContent()).not.to.include('Thanh Lãng');
    await photograph(planner, 'script-plan');
    await planner.getByTestId('language').click();
  });

  it('opens from the plan, and the rooms come in', async () => {
    await planner.reload();
    await planner.getByTestId('meeting-schedule').click();
    await planner.getByTestId('meeting-open').click();
    await planner.getByTestId('confirm').click();
    await planner.getByTestId('meeting-plan').locator('[data-state="live"]').waitFor();
    desk = await venue.chair();
    rooms = await Promise.all(ids.slice(0, 3).map((id) => venue.room(id)));
    await desk.getByTestId('conference-start').click();
    await desk.getByTestId('confirm').click();
    await desk.locator('[data-testid="conference"][data-phase="in-session"]').waitFor();
  });

  it('lists the rooms by unit, and folds a unit away', async () => {
    // The three that have come.
    for (const id of ids.slice(0, 3)) await row(id).waitFor();
    const units = desk.getByTestId('roster-group');
    expect(await units.count()).to.be.above(2);
    const before = await listed();
    await units.last().click();
    await eventually(async () => (await listed()) < before, 'the members to be folded away', patience);
    await units.last().click();
    await eventually(async () => (await listed()) === before, 'the members to be back', patience);
    await leaveTheList();
  });

  it('finds a room without the marks of its name', async () => {
    await desk.getByTestId('roster-search').fill('trung my');
    await eventually(async () => (await listed()) === 1, 'one room to be found', patience);
    await row(ids[1]).waitFor();
    await desk.getByTestId('roster-search').fill('');
  });

  it('shows the rooms that ask to speak, with their places, under the stage and in the list', async () => {
    await raise(rooms[0]);
    await raise(rooms[1]);
    await desk.getByTestId('up-next').getByTestId('queue-row').nth(1).waitFor();
    await desk.getByTestId('roster-filter-hand').click();
    await eventually(async () => (await listed()) === 2, 'two rooms to be listed', patience);
    await row(ids[1]).locator('[data-testid="row-hand"][data-place="2"]').waitFor();
  });

  it('shows the figures of what each room receives', async () => {
    await row(ids[1]).locator('[data-testid="row-quality"][data-audio]').getByText('Tiếng').waitFor();
  });

  it('acts on all rooms that are found, and on no other', async () => {
    await desk.locator('[data-testid="roster-found"][data-count="2"]').waitFor();
    await forFound('found-hold-cameras');
    await desk.getByTestId('confirm').click();
    await rooms[0]?.getByTestId('camera-held').waitFor();
    await rooms[1]?.getByTestId('camera-held').waitFor();
    expect(await rooms[2]?.getByTestId('camera-held').count()).to.equal(0);
    await forFound('found-allow-cameras');
    await rooms[0]?.getByTestId('camera-held').waitFor({ state: 'detached' });
  });

  it('asks the rooms that are found to unmute, and writes to them alone', async () => {
    await desk.getByTestId('found-actions').click();
    await desk.getByTestId('found-ask').locator('.count').getByText('2', { exact: true }).waitFor();
    await desk.keyboard.press('Escape');
    await desk.getByTestId('found-ask').waitFor({ state: 'hidden' });
    await forFound('found-ask');
    await desk.getByTestId('confirm-dialog').getByText('Đề nghị 2 thành phần mở micrô?').waitFor();
    await desk.getByTestId('confirm').click();
    for (const room of rooms.slice(0, 2)) await room.getByTestId('asked-no').waitFor();
    for (const room of rooms.slice(0, 2)) await room.getByTestId('asked-no').click();
    await forFound('found-message');
    await desk.getByTestId('message-found-text').fill('Hãy chỉnh lại đèn.');
    await photograph(desk, 'message-found');
    await desk.setViewportSize({ width: 768, height: 1024 });
    await desk.setViewportSize({ width: 1920, height: 1080 });
    await desk.getByTestId('message-found-send').click();
    await desk.getByTestId('message-found').waitFor({ state: 'detached' });
    for (const room of rooms.slice(0, 2)) {
      await room.getByText('Hãy chỉnh lại đèn.').waitFor();
      await room.getByTestId('room-message-seen').click();
    }
    expect(await rooms[2]?.getByText('Hãy chỉnh lại đèn.').count()).to.equal(0);
    await desk.getByTestId('tab-chat').click();
    await desk.getByTestId('messages').getByText('Riêng 2 thành phần').waitFor();
    await desk.getByTestId('tab-roster').click();
    await desk.getByTestId('roster-filter-hand').click();
  });

  it('keeps a row under the pointer in its place while the list changes', async () => {
    await row(ids[1]).hover();
    const { y } = (await row(ids[1]).boundingBox()) ?? { y: NaN };
    await rooms[0]?.getByTestId('hand-lower').click();
    await desk
      .getByTestId('up-next')
      .locator(`[data-testid="queue-row"][data-row="${ids[0]}"]`)
      .waitFor({ state: 'detached' });
    expect((await row(ids[1]).boundingBox())?.y).to.equal(y);
    await leaveTheList();
    await eventually(async () => (await listed()) === 1, 'the list to follow', patience);
    await desk.getByTestId('roster-filter-all').click();
  });

  it('changes the order of the queue by dragging and by the keyboard', async () => {
    await raise(rooms[0]);
    await raise(rooms[2]);
    await sees(places, [ids[1] ?? '', ids[0] ?? '', ids[2] ?? '']);
    const handle = (id: string | undefined): Locator =>
      desk.locator(`[data-testid="queue-handle"][data-handle="${id}"]`);
    const [from, to] = [
      await handle(ids[2]).boundingBox(),
      await desk.getByTestId('queue-row').first().boundingBox(),
    ];
    if (!from || !to) throw new Error('the queue is not on the screen');
    await desk.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await desk.mouse.down();
    await desk.mouse.move(from.x + from.width / 2, to.y + 2, { steps: 5 });
    await desk.mouse.up();
    await eventually(async () => (await places())[0] === ids[2], 'the dragged room to be first', patience);
    await handle(ids[2]).focus();
    await desk.keyboard.press('ArrowDown');
    await eventually(async () => (await places())[1] === ids[2], 'the room to be second', patience);
    await eventually(
      () => handle(ids[2]).evaluate((each) => each === document.activeElement),
      'the focus to stay on the room',
      patience,
    );
    await desk.keyboard.press('ArrowDown');
    await eventually(async () => (await places())[2] === ids[2], 'the room to be third', patience);
  });

  it('takes the last change of the stage back', async () => {
    await row(ids[0]).getByTestId('roster-actions').click();
    await row(ids[0]).getByTestId('pin').click();
    await rooms[1]?.locator(`[data-testid="tile-pinned"][data-participant="${ids[0]}"]`).waitFor();
    await desk.getByTestId('stage-undo').click();
    await rooms[1]
      ?.locator(`[data-testid="tile-pinned"][data-participant="${ids[0]}"]`)
      .waitFor({ state: 'detached' });
  });

  it('announces to every screen, apart from the chat', async () => {
    await desk.getByTestId('announce').click();
    await desk.getByTestId('announce-text').fill('Nghỉ giải lao lúc 9 giờ 30.');
    await desk.getByTestId('announce-send').click();
    await desk.getByTestId('announce-dialog').waitFor({ state: 'detached' });
    for (const room of rooms)
      await room.getByTestId('announcement').getByText('Nghỉ giải lao lúc 9 giờ 30.').waitFor();
    await desk.getByTestId('announcement-dismiss').click();
    await desk.getByTestId('announce').click();
    await desk.getByTestId('announced').click();
    await desk.getByTestId('announced').getByText('Nghỉ giải lao lúc 9 giờ 30.').waitFor();
    await desk.keyboard.press('Escape');
  });

  it('gives the focus to what a key opens before the next key can come', async () => {
    /** What has the focus within the task of the key. */
    const focusAfter = (key: string) =>
      desk.evaluate((pressed) => {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }));
        return document.activeElement?.getAttribute('data-testid');
      }, key);
    await desk.getByTestId('tab-chat').click();
    expect(await focusAfter('/')).to.equal('roster-search');
    await desk.getByTestId('roster-search').blur();
    expect(await focusAfter('a')).to.equal('announce-text');
    await desk.getByTestId('announce-dialog').getByTestId('dialog-close').click();
    await desk.getByTestId('announce-dialog').waitFor({ state: 'detached' });
    expect(await focusAfter('?')).to.equal('shortcuts-on');
    await desk.getByTestId('shortcuts-close').click();
  });

  it('is led by keys, which a sheet lists and a checkbox turns off', async () => {
    await desk.getByTestId('announce-dialog').waitFor({ state: 'detached' });
    await desk.keyboard.press('?');
    await desk.getByTestId('shortcut-sheet').waitFor();
    await desk.getByTestId('shortcuts-close').click();
    await desk.keyboard.press('g');
    await rooms[1]?.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
    await desk.keyboard.press('t');
    await rooms[1]?.locator('[data-testid="own-microphone"][data-microphone="muted"]').waitFor();
    await desk.keyboard.press('/');
    await desk.keyboard.type('tam hop');
    await eventually(async () => (await listed()) === 1, 'the typed text to be searched', patience);
    await desk.getByTestId('roster-search').fill('');
    await desk.getByTestId('shortcuts').click();
    await desk.getByTestId('shortcuts-on').uncheck();
    await desk.getByTestId('shortcuts-close').click();
    await desk.keyboard.press('?');
    expect(await desk.getByTestId('shortcut-sheet').count()).to.equal(0);
  });

  it('leads through the script: the next speaker by a key, another by a press, skipped and put back', async () => {
    const scripted = (id: string | undefined, more = ''): Locator =>
      desk.getByTestId('up-next').locator(`[data-testid="script-row"][data-participant="${id}"]${more}`);
    const microphone = (room: Page | undefined, standing: 'open' | 'muted') =>
      room?.locator(`[data-testid="own-microphone"][data-microphone="${standing}"]`).waitFor();
    await desk.getByTestId('shortcuts').click();
    await desk.getByTestId('shortcuts-on').check();
    await desk.getByTestId('shortcuts-close').click();
    await desk.getByTestId('script-next-item').getByText('Báo cáo tháng').waitFor();
    await desk.keyboard.press('n');
    await scripted(ids[3], '[data-presence="not-in"]').waitFor();
    await scripted(ids[2], '[data-next="true"]').waitFor();
    await rooms[2]?.getByTestId('room-speaks-next').waitFor();
    const queue = await rooms[2]?.getByTestId('room-queue').textContent();
    expect(queue, 'the absent speaker is not counted').not.to.include('+');
    await desk.keyboard.press('g');
    await microphone(rooms[2], 'open');
    await scripted(ids[2], '[data-progress="speaking"]').waitFor();
    await rooms[0]?.getByTestId('room-speaks-next').waitFor();
    await photograph(desk, 'script');
    await scripted(ids[0]).getByTestId('script-skip').click();
    await scripted(ids[0], '[data-progress="skipped"]').waitFor();
    await scripted(ids[1], '[data-next="true"]').getByTestId('script-grant').click();
    await microphone(rooms[1], 'open');
    await microphone(rooms[2], 'muted');
    await scripted(ids[2], '[data-progress="called"]').waitFor();
    await scripted(ids[0]).getByTestId('script-restore').click();
    await scripted(ids[0], '[data-next="true"]').waitFor();
    await desk.getByTestId('up-next').getByTestId('script-add').click();
    const adding = desk.getByTestId('script-add-dialog');
    await adding.getByTestId('script-add-minutes').fill('7');
    await adding.getByTestId('script-add-search').fill('chu tich');
    // The script is beside the stage on a wide screen only; the dialog stays when the window becomes narrow.
    await desk.setViewportSize({ width: 768, height: 1024 });
    // The second frame shows what the first one learned of the new width.
    await desk.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    expect(await adding.getByTestId('script-add-search').inputValue()).to.equal('chu tich');
    await desk.setViewportSize({ width: 1920, height: 1080 });
    await photograph(desk, 'script-add');
    await adding.getByTestId('script-add-speaker').filter({ hasText: 'Chủ tịch UBND tỉnh' }).click();
    await desk
      .getByTestId('up-next')
      .getByTestId('script-row')
      .filter({ hasText: 'Chủ tịch UBND tỉnh' })
      .getByText('7 phút')
      .waitFor();
    await desk.getByTestId('chair-screen').click();
    await desk
      .locator(`[data-testid="chair-next"][data-participant="${ids[0]}"][data-prepared="true"]`)
      .waitFor();
    await photograph(desk, 'script-chair');
    await desk.getByTestId('all-tools').click();
    await desk.keyboard.press('t');
    await microphone(rooms[1], 'muted');
  });

  it('admits those that are found in the lobby', async () => {
    await desk.getByTestId('tab-conduct').click();
    await desk.getByTestId('admission-lobby').click();
    await desk.locator('[data-testid="admission-lobby"][aria-pressed="true"]').waitFor();
    late = await venue.room(ids[3] ?? '', 'lobby');
    await desk.getByTestId('tab-roster').click();
    await desk.getByTestId('found-actions').click();
    await desk.getByTestId('found-admit').locator('.count').getByText('1', { exact: true }).waitFor();
    await photograph(desk, 'for-found');
    await desk.getByTestId('found-admit').click();
    await late.getByTestId('conference').waitFor();
    await row(ids[3]).waitFor();
  });

  it('says in an open dialog why a message was refused, and keeps its text', async () => {
    await desk.getByTestId('roster-search').fill('dao duc');
    await desk.locator('[data-testid="roster-found"][data-count="1"]').waitFor();
    await forFound('found-message');
    const dialog = desk.getByTestId('message-found');
    await dialog.getByTestId('message-found-text').fill('Hãy vào họp.');
    await late.close();
    await desk
      .locator(`[data-testid="roster-row"][data-participant="${ids[3]}"][data-presence="away"]`)
      .waitFor();
    await dialog.getByTestId('message-found-send').click();
    await dialog.getByTestId('alert').getByText('Điểm cầu đang mất kết nối').waitFor();
    expect(await dialog.getByTestId('message-found-text').inputValue()).to.equal('Hãy vào họp.');
    await photograph(desk, 'refused-in-dialog');
    await dialog.getByTestId('dialog-close').click();
    await desk.locator('.conference__refusal').getByText('Điểm cầu đang mất kết nối').waitFor();
    await desk.locator('.conference__refusal').getByRole('button').click();
    await desk.getByTestId('roster-search').fill('');
  });

  it('speaks English, too', async () => {
    await desk.getByTestId('language').click();
    await desk.getByTestId('roster-filter-lost').getByText('Connection lost').waitFor();
    await desk.getByTestId('stage-undo').getByText('Undo').waitFor();
    await desk.getByTestId('announce').getByText('Announce').waitFor();
    await desk.getByTestId('up-next').getByText('Has spoken').first().waitFor();
    for (const screen of screens) {
      await desk.setViewportSize(screen);
      await sees(() => tabsCut(desk), []);
    }
    await photograph(desk, 'english');
    await desk.setViewportSize(screens[0]);
    await desk.getByTestId('language').click();
  });

  for (const screen of screens) {
    it(`shows the list, its controls and every tab on a screen of ${screen.width} × ${screen.height} px`, async () => {
      await desk.setViewportSize(screen);
      const controls =
        '[data-testid="roster"] button, .up-next button, .chair-bar button, .conference__head button';
      await sees(() => controlsOutside(desk, controls), []);
      await sees(() => tabsCut(desk), []);
      await row(ids[0]).waitFor();
      await isFaultless(desk, `the console, ${screen.width} px`);
    });
  }
});
