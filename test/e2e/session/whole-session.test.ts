import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { colouredPages } from '../../support/pdfs.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, picture, sees } from '../pages/witness.ts';

describe('a whole session, from the page', function () {
  this.timeout(180_000);
  let venue: Venue;
  let meeting: PlannedMeeting;
  let chairPage: Page;
  let rooms: { readonly id: string; readonly page: Page }[];

  /** Opens a panel of the chair's page, unless it is open. */
  async function panel(name: string): Promise<Locator> {
    const opened = chairPage.getByTestId(`panel-${name}`);
    if (!(await opened.isVisible())) await chairPage.getByTestId(`tab-${name}`).click();
    await opened.waitFor();
    return opened;
  }

  const everyRoom = (act: (page: Page, index: number) => Promise<void>): Promise<void[]> =>
    Promise.all(rooms.map(({ page }, index) => act(page, index)));

  before(async () => {
    venue = await openVenue({
      viewport: { width: 1366, height: 768 },
      further: ['Tam Hợp'],
      admission: 'lobby',
      agenda: [
        { title: 'Báo cáo tháng', plannedMinutes: 20 },
        { title: 'Thảo luận', plannedMinutes: 40 },
      ],
    });
    ({ meeting } = venue);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('opens: rooms wait in the lobby until the chair admits them', async () => {
    chairPage = await venue.chair();
    rooms = await Promise.all(
      [...meeting.endpoints, ...meeting.others].map(async (id) => ({
        id,
        page: await venue.room(id, 'lobby'),
      })),
    );
    const lobby = await panel('lobby');
    await eventually(
      async () => (await lobby.getByTestId('roster-row').count()) === rooms.length,
      'all rooms to wait',
      patience,
    );
    await lobby.getByTestId('lobby-search').fill('tam hong');
    await sees(() => lobby.getByTestId('roster-row').count(), 1);
    await lobby.getByTestId('admit-site').click();
    await rooms[0]?.page.getByTestId('conference').waitFor();
    await lobby.getByTestId('lobby-search').fill('');
    const second = lobby.locator(`[data-testid="roster-row"][data-participant="${rooms[1]?.id}"]`);
    await second.getByTestId('roster-actions').click();
    await second.getByTestId('admit').click();
    await rooms[1]?.page.getByTestId('conference').waitFor();
    await lobby.getByTestId('admit-all').click();
    await everyRoom((page) => page.getByTestId('conference').waitFor());
    await chairPage.getByTestId('conference-start').click();
    await chairPage.getByTestId('confirm').click();
    await chairPage.locator('[data-testid="conference"][data-phase="in-session"]').waitFor();
  });

  it('calls the roll: each room reports its number of people, and the chair sees the sums', async () => {
    const rollCall = await panel('roll-call');
    await rollCall.getByTestId('roll-call-open').click();
    await everyRoom(async (page, index) => {
      await page.getByTestId('head-count').fill(String(10 + index));
      await page.getByTestId('delegate-count').fill('3');
      await page.getByTestId('roll-call-report').click();
      await page.getByTestId('roll-call-prompt').waitFor({ state: 'detached' });
    });
    await eventually(
      async () => (await rollCall.getByTestId('roll-head-count').innerText()) === '33',
      'the sum of the heads',
      patience,
    );
    await rollCall.getByTestId('roll-call-close').click();
  });

  it('hears three speakers by the queue, in the order of their requests', async () => {
    const agenda = await panel('agenda');
    await agenda.getByTestId('agenda-item').first().getByTestId('agenda-begin').click();
    const floor = await panel('floor');
    for (const [index, { page }] of rooms.entries()) {
      await page.getByTestId('hand-raise').click();
      await page.locator(`[data-testid="own-hand"][data-place="${index + 1}"]`).waitFor();
    }
    const queued = () =>
      floor
        .getByTestId('queue-row')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row') ?? ''));
    await sees(
      queued,
      rooms.map(({ id }) => id),
    );

    for (const [index, { id, page }] of rooms.entries()) {
      const row = floor.locator(`[data-testid="queue-row"][data-row="${id}"]`);
      await row.getByTestId('floor-grant').click();
      await page.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
      await page.getByTestId('turn-time').waitFor();
      const listener = rooms[(index + 1) % rooms.length]?.page ?? chairPage;
      await listener.locator(`[data-testid="tile-speaker"][data-participant="${id}"]`).waitFor();
      await eventually(
        async () => ((await picture(listener, 'speaker'))?.frames ?? 0) > 0,
        `the picture of speaker ${index + 1}`,
        patience,
      );
      // The previous speaker is muted.
      const before = rooms[index - 1]?.page;
      await before?.locator('[data-testid="own-microphone"][data-microphone="muted"]').waitFor();
    }
    await floor.getByTestId('floor-revoke').click();
    await floor.getByTestId('queue-row').waitFor({ state: 'detached' });
    await panel('agenda');
    await agenda.getByTestId('agenda-finish').click();
    await agenda.getByTestId('agenda-finish').waitFor({ state: 'detached' });
  });

  it('votes: nobody sees a result before its publication, then all see the same', async () => {
    const ballots = await panel('ballots');
    await ballots.getByTestId('ballot-new').click();
    await chairPage.getByTestId('ballot-cancel').click();
    await ballots.getByTestId('ballot-new').click();
    await chairPage.getByTestId('ballot-question').fill('Thông qua báo cáo tháng 11?');
    await chairPage.getByTestId('ballot-quorum').fill('60');
    const weights = chairPage.getByTestId('ballot-weights');
    await weights.locator('summary').click();
    await weights.locator('li', { hasText: 'Tam Hồng' }).getByTestId('ballot-weight').fill('3');
    await chairPage.getByTestId('ballot-save').click();
    await ballots.getByTestId('ballot-open').click();
    await chairPage.getByTestId('confirm').click();
    const choices = ['agree', 'disagree', 'agree'];
    await everyRoom(async (page, index) => {
      await page.getByTestId(`vote-${choices[index]}`).click();
      await page.getByTestId('vote-send').click();
      await page.getByTestId('vote-recorded').waitFor();
    });
    await chairPage.getByTestId('vote-prompt').getByTestId('vote-agree').click();
    await chairPage.getByTestId('vote-prompt').getByTestId('vote-send').click();
    await ballots.locator('[data-testid="ballot-answered"][data-answered="4"][data-entitled="4"]').waitFor();
    expect(await ballots.getByTestId('total-agree').count()).to.equal(0);
    await ballots.getByTestId('ballot-close').click();
    await chairPage.getByTestId('confirm').click();
    await ballots.getByTestId('ballot-publish').click();
    await chairPage.getByTestId('confirm').click();
    await ballots.locator('[data-testid="ballot-result"][data-result="carried"]').waitFor();
    await ballots.getByText('(60%)').first().waitFor();
    await ballots.getByTestId('total-agree').getByText('5', { exact: true }).waitFor();
    await ballots.getByTestId('total-disagree').getByText('1', { exact: true }).waitFor();
  });

  it('shows slides: a page turned on one screen is turned on all, also after a connection broke', async () => {
    const documents = await panel('documents');
    await documents.getByTestId('upload-file').setInputFiles({
      name: 'Báo cáo.pdf',
      mimeType: 'application/pdf',
      buffer: colouredPages([
        [1, 0, 0],
        [0, 0, 1],
      ]),
    });
    // One room's connection breaks twice during the download.
    let asked = 0;
    await rooms[0]?.page.route('**/documents/*/pages/1?*', (route) => {
      asked += 1;
      return asked <= 2 ? route.abort() : route.continue();
    });
    await documents.getByTestId('document').getByTestId('document-show').click();
    await everyRoom((page) => page.locator('[data-testid="document-slide"][data-page="1"]').waitFor());
    await everyRoom((page) => page.locator('[data-testid="slide-picture"][data-page="1"]').waitFor());
    expect(asked).to.be.at.least(3);
    await chairPage.getByTestId('page-next').first().click();
    await everyRoom((page) => page.locator('[data-testid="slide-picture"][data-page="2"]').waitFor());
    await chairPage.getByTestId('page-previous').first().click();
    await everyRoom((page) => page.locator('[data-testid="slide-picture"][data-page="1"]').waitFor());
    await documents.getByTestId('page-wished').fill('2');
    await documents.getByTestId('page-go').click();
    await everyRoom((page) => page.locator('[data-testid="slide-picture"][data-page="2"]').waitFor());
    await chairPage.getByTestId('slide-hide').click();
    await everyRoom((page) => page.getByTestId('document-slide').waitFor({ state: 'detached' }));
  });

  it('keeps a document for those who lead, and removes it', async () => {
    const documents = await panel('documents');
    const document = documents.getByTestId('document');
    const visibleTo = (who: string) =>
      documents.locator(`[data-testid="document"][data-visible-to="${who}"]`).waitFor();
    await visibleTo('all');
    await document.getByTestId('document-visibility').selectOption('moderators');
    await visibleTo('moderators');
    await document.getByTestId('document-remove').click();
    await chairPage.getByTestId('confirm').click();
    await document.waitFor({ state: 'detached' });
  });

  it('ends for all, and the rooms wait for the next one', async () => {
    await chairPage.getByTestId('conference-end').click();
    await chairPage.getByTestId('confirm').click();
    await chairPage.getByTestId('over-ended').waitFor();
    await everyRoom((page) => page.getByTestId('room-waiting').waitFor());
  });
});
