import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { colouredPages } from '../../support/pdfs.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { letKnowDisplays, plugDisplay } from '../pages/displays.ts';
import { isReadable } from '../pages/readable.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { inbound, moves, patience, request } from '../pages/witness.ts';

/** Runs in a page before its own scripts: tells on the console when the page has tried to open a window. */
function tellWindows(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called below, with its window
  const { open } = window;
  window.open = (...asked) => {
    const opened = open.apply(window, asked);
    // oxlint-disable-next-line no-console -- the test waits for it
    console.log('tried to open a window');
    return opened;
  };
}

describe('a room with two displays, in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let chair: Page;
  let room: Page;
  const photograph = photographer('second-display', [1920]);

  before(async () => {
    venue = await openVenue({ viewport: { width: 1920, height: 1080 }, displays: 2 });
    chair = await venue.chair();
    await request(chair, 'conference.start', {});
    room = await venue.room(venue.meeting.endpoints[0]);
    await chair.getByTestId('tab-documents').click();
    await chair.getByTestId('upload-file').setInputFiles({
      name: 'Báo cáo.pdf',
      mimeType: 'application/pdf',
      buffer: colouredPages([
        [1, 0, 0],
        [0, 0, 1],
      ]),
    });
    await chair.getByTestId('document').getByTestId('document-show').click();
    await room.getByTestId('tile-slides').waitFor();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  /** The window on the second display, once there is one. */
  const second = async (): Promise<Page> =>
    room
      .context()
      .pages()
      .find((page) => page !== room) ?? room.context().waitForEvent('page');
  const secondIsClosed = (): Promise<boolean> =>
    eventually(() => room.context().pages().length === 1, 'the window to be closed', patience);
  /** Judges the displays at this moment, and takes their pictures. */
  const moment = async (what: string): Promise<void> => {
    for (const page of room.context().pages()) {
      const display = page === room ? 'first' : 'second';
      await isReadable(page, `${what}, ${display}`);
      await photograph(page, `${what}-${display}`);
    }
  };
  const faces = () => room.locator('.tile--camera');

  it('says that the browser must permit it, and shows slides there once it does', async () => {
    expect(await faces().first().getAttribute('class')).to.include('tile--small');
    await room.getByTestId('second-display').click();
    await room.locator('[data-testid="second-display-missing"][data-why="forbidden"]').waitFor();
    await moment('forbidden');
    await letKnowDisplays(room);
    await room.keyboard.press('ArrowRight');
    await (await second()).getByTestId('slide-picture').waitFor();
    await room.getByTestId('tile-slides').waitFor({ state: 'detached' });
    await room.getByTestId('second-display-missing').waitFor({ state: 'detached' });
    expect(await faces().first().getAttribute('class')).to.include('tile--large');
    expect(await (await second()).evaluate(() => screenX)).to.equal(1920);
    await moment('slides');
  });

  it('takes the keys of the remote control also while the second display has the focus', async () => {
    const { keyboard } = await second();
    await keyboard.press('Enter');
    await room.getByTestId('own-hand').waitFor();
    await keyboard.press('ArrowRight');
    await room.locator('[data-testid="hand-lower"][data-focused]').waitFor();
    await keyboard.press('Enter');
    await room.getByTestId('hand-raise').waitFor();
    await eventually(
      async () => (await second()).evaluate(() => document.fullscreenElement !== null),
      'a press to fill the display',
      patience,
    );
  });

  it('has the presenter’s buttons on the display that the keys work', async () => {
    const display = await second();
    await request(chair, 'floor.grant', { participantId: venue.meeting.endpoints[0] });
    await room.getByTestId('page-next').click();
    await display.locator('[data-testid="slide-picture"][data-page="2"]').waitFor();
    expect(await display.getByTestId('page-next').count()).to.equal(0);
    await moment('presenting');
    await request(chair, 'floor.revoke', {});
    await room.getByTestId('page-next').waitFor({ state: 'detached' });
  });

  it('shows a screen that is shared from the stream that the room has anyway', async () => {
    const display = await second();
    await request(chair, 'document.hide', {});
    await display.getByTestId('second-display-slides').waitFor({ state: 'detached' });
    await display.getByText('Tài liệu và màn hình chia sẻ của phiên họp sẽ hiện ở đây.').waitFor();
    await moment('no-slides');
    await chair.getByTestId('share-screen').click();
    await chair.getByTestId('share-detail').click();
    await moves(display, '[data-testid="second-display-screen"]');
    const shown = await display.evaluate(() => {
      const stream = document.querySelector('video')?.srcObject;
      // The classes of the room's page are others.
      return stream && 'getVideoTracks' in stream ? stream.getVideoTracks()[0]?.id : undefined;
    });
    const received = (await inbound(room)).filter(({ kind }) => kind === 'video');
    expect(received.map(({ trackIdentifier }) => trackIdentifier)).to.include(shown);
    await moment('shared-screen');
  });

  it('shows slides on the first display while the second is unplugged, and says so', async () => {
    await plugDisplay(room, false);
    await room.getByTestId('second-display-missing').getByText('Không thấy màn hình thứ hai').waitFor();
    await moves(room, '[data-testid="tile-slides"]');
    await secondIsClosed();
    await moment('unplugged');
    await plugDisplay(room, true);
    await room.keyboard.press('ArrowRight');
    await moves(await second(), '[data-testid="second-display-screen"]');
    await room.getByTestId('second-display-missing').waitFor({ state: 'detached' });
    await room.getByTestId('tile-slides').waitFor({ state: 'detached' });
  });

  it('says on both displays since when the server is away, also after the page was loaded again', async () => {
    const display = await second();
    await room.evaluate(async () => void (await navigator.serviceWorker.ready));
    await venue.kill();
    for (const page of [room, display])
      await page.getByTestId('reconnecting').getByText('Mất kết nối máy chủ từ').waitFor();
    await display.getByTestId('reconnecting').getByText('Thông tin bên dưới tính đến').waitFor();
    await moment('cut-off');
    await room.reload();
    await room.getByTestId('unreachable').getByTestId('language').click();
    await display.getByTestId('cut-off').getByText('No connection to the server since').waitFor();
    expect(await display.getByTestId('second-display-slides').count()).to.equal(0);
    await moment('cut-off-reloaded');
    await venue.start();
    await chair.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await moves(display, '[data-testid="second-display-screen"]');
    await display.getByTestId('cut-off').waitFor({ state: 'detached' });
  });

  it('says between meetings what the display is for, in the language of the room', async () => {
    await chair.getByTestId('conference-end').click();
    await chair.getByTestId('confirm').click();
    await room.getByTestId('room-waiting').waitFor();
    const display = await second();
    await display.getByTestId('second-display-slides').waitFor({ state: 'detached' });
    await display.getByText('Documents and shared screens of the meeting will appear here.').waitFor();
    await moment('waiting');
  });

  it('has the display again after a restart by a press of any key', async () => {
    await (await second()).close();
    await room.addInitScript(tellWindows);
    // Playwright's every look into a page counts as a press on it, so it must not look before the page has tried.
    const tried = room.waitForEvent('console', (message) => message.text() === 'tried to open a window');
    await Promise.all([tried, room.reload()]);
    const missing = room.getByTestId('second-display-missing');
    await missing.getByText('The second display is not open.').waitFor();
    await missing.getByText('Press any key to open it. Slides are on this display.').waitFor();
    await moment('closed');
    await room.keyboard.press('ArrowRight');
    await (await second()).getByTestId('second-display-idle').waitFor();
  });

  it('gives the display back by one press, and has no control without one', async () => {
    await room.getByTestId('second-display').click();
    await secondIsClosed();
    await plugDisplay(room, false);
    await room.getByTestId('second-display').waitFor({ state: 'detached' });
    expect(await room.getByTestId('second-display-missing').count()).to.equal(0);
    await plugDisplay(room, true);
    await room.locator('[data-testid="second-display"][aria-pressed="false"]').waitFor();
  });
});
