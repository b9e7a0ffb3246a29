import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { RestCaller } from '../../../simulation/rest.ts';
import { eventually } from '../../support/eventually.ts';
import { joined } from '../../support/conference/participant.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { inbound, moves, patience, picture, pictureIn, request, sees, videoSent } from '../pages/witness.ts';

/** The number of frames elsewhere that measures "meanwhile". */
const meanwhile = 40;

/**
 * The wall in pages of four: the chair and three rooms without a camera; three more of those and Tam Hồng;
 * Trung Mỹ. The chair, Tam Hồng and Trung Mỹ are real browsers.
 */
describe('the wall, one picture, and none at all, in real browsers', function () {
  this.timeout(180_000);
  const closing = new AsyncDisposableStack();
  let venue: Venue;
  let meeting: PlannedMeeting;
  let chairPage: Page;
  let tamHong: Page;
  let trungMy: Page;

  const tile = (id: string): string => `[data-testid="wall-tile"][data-participant="${id}"]`;

  before(async () => {
    const further = ['An Hòa', 'Bá Hiến', 'Bồ Sao', 'Cao Minh', 'Duy Phiên', 'Hồ Sơn'];
    venue = closing.use(await openVenue({ further }));
    ({ meeting } = venue);
    for (const endpointId of meeting.others) {
      const caller = await RestCaller.pair(venue.url, await venue.pairingCode(endpointId));
      closing.use(await joined(venue.url, await caller.joinToken(meeting.meetingId)));
    }
    chairPage = await venue.chair();
    [tamHong, trungMy] = await Promise.all([
      venue.room(meeting.endpoints[0]),
      venue.room(meeting.endpoints[1]),
    ]);
  });
  after(() => closing.disposeAsync());

  it('lets no room send pictures that nobody looks at', async () => {
    await moves(tamHong, '[data-testid="tile-chair"]');
    await chairPage.getByTestId('wall-switch').click();
    await chairPage.getByTestId('wall-size-4').click();
    await page(1);
    await whileMoves(tamHong, '[data-testid="tile-chair"]', [tamHong, trungMy]);
  });

  it('shows the rooms of a page small, turned with the keyboard, and lets no other room send', async () => {
    await chairPage.keyboard.press('ArrowRight');
    await page(2);
    await moves(chairPage, tile(meeting.endpoints[0]), small);
    await whileMoves(chairPage, tile(meeting.endpoints[0]), [trungMy]);
  });

  it('shows others when the page is turned, and stops rooms that are on no page', async () => {
    await chairPage.getByTestId('wall-next').click();
    await page(3);
    await moves(chairPage, tile(meeting.endpoints[1]), small);
    await whileMoves(chairPage, tile(meeting.endpoints[1]), [tamHong]);
    await chairPage.getByTestId('wall-previous').click();
    await moves(chairPage, tile(meeting.endpoints[0]), small);
    await whileMoves(chairPage, tile(meeting.endpoints[0]), [trungMy]);
  });

  it('shows that a room without a camera has no picture', async () => {
    const [bare] = await chairPage.locator('[data-testid="wall-tile"]').all();
    expect(await bare?.locator('video').count()).to.equal(0);
    expect(await bare?.innerText()).to.include('Chưa có hình');
  });

  it('enlarges one of them with the keyboard, and shrinks it again', async () => {
    const enlarge = async (): Promise<void> => {
      await chairPage.locator(tile(meeting.endpoints[0])).press('Enter');
      await moves(chairPage, '[data-testid="single"]', large);
    };
    await enlarge();
    await chairPage.keyboard.press('Escape');
    await page(2);
    await enlarge();
    await chairPage.getByTestId('single-back').press('Enter');
    await page(2);
    await moves(chairPage, tile(meeting.endpoints[0]), small);
    await chairPage.keyboard.press('Escape');
    await chairPage.getByTestId('stage').waitFor();
  });

  it('shows the wall only to participants that lead', async () => {
    expect(await tamHong.getByTestId('wall-switch').count()).to.equal(0);
    const wall = { kind: 'wall', page: [meeting.endpoints[1]], next: [] };
    expect(await request(tamHong, 'media.setView', { view: wall, audioOnly: false })).to.deep.equal({
      ok: false,
      error: { code: 'forbidden' },
    });
  });

  it('receives and sends no pictures in sound-only mode, and resumes them afterwards', async () => {
    await moves(tamHong, '[data-testid="tile-chair"]');
    const packets = async (): Promise<number> =>
      (await inbound(tamHong))
        .filter(({ kind }) => kind === 'video')
        .reduce((sum, { packetsReceived }) => sum + packetsReceived, 0);
    await tamHong.getByTestId('audio-only').click();
    await tamHong.getByTestId('audio-only-notice').waitFor();
    await sees(() => picture(tamHong, 'chair'), undefined);
    await standsStill(trungMy, '[data-testid="tile-chair"]', packets, 'the pictures to stop coming');

    await tamHong.getByTestId('show-pictures').click();
    await moves(tamHong, '[data-testid="tile-chair"]');
  });

  it('requests nothing from a camera whose owner only listens, even on the stage', async () => {
    const [speaker] = meeting.endpoints;
    await request(chairPage, 'conference.start', {});
    await request(chairPage, 'floor.grant', { participantId: speaker });
    await moves(trungMy, '[data-testid="tile-speaker"]');
    await chairPage.getByTestId('audio-only').click();
    await sees(() => picture(chairPage, 'speaker'), undefined);
    await whileMoves(trungMy, '[data-testid="tile-speaker"]', [chairPage]);
    await chairPage.getByTestId('show-pictures').click();
    await moves(chairPage, '[data-testid="tile-speaker"]');
    await moves(trungMy, '[data-testid="tile-chair"]');
  });

  it('turns the pages by itself where that is chosen', async () => {
    await chairPage.clock.install();
    await chairPage.getByTestId('wall-switch').click();
    await chairPage.getByTestId('wall').waitFor();
    const shown = () => chairPage.getByTestId('wall').getAttribute('data-page');
    const leaves = (from: string | null) => sees(async () => (await shown()) === from, false);
    const first = await shown();
    // The rotation rests for half a minute after a page was turned by hand.
    await chairPage.getByTestId('wall-next').click();
    await leaves(first);
    const turned = await shown();
    await chairPage.getByTestId('wall-rotate').click();
    await chairPage.clock.runFor(32_000);
    await leaves(turned);
    await chairPage.getByTestId('wall-rotate').click();
    const last = await shown();
    await chairPage.clock.runFor(60_000);
    expect(await shown()).to.equal(last);
  });

  const page = (number: number) => chairPage.locator(`[data-testid="wall"][data-page="${number}"]`).waitFor();
});

/**
 * The smallest of the three sizes of a camera, and the larger ones: a busy machine may not reach the largest.
 */
const small = (width: number): boolean => width <= 320;
const large = (width: number): boolean => width > 320;

/** Waits until a count stays the same while the pictures elsewhere continue. */
async function standsStill(
  page: Page,
  selector: string,
  count: () => Promise<number>,
  what: string,
): Promise<void> {
  const frames = async (): Promise<number> => (await pictureIn(page, selector))?.frames ?? 0;
  await eventually(
    async () => {
      const [before, from] = [await count(), await frames()];
      await eventually(async () => (await frames()) > from + meanwhile, `${selector} to go on`, patience);
      return (await count()) === before;
    },
    what,
    patience,
  );
}

/** Waits until none of these pages sends video while the pictures elsewhere continue. */
const whileMoves = (page: Page, selector: string, silent: readonly Page[]): Promise<unknown> =>
  Promise.all(
    silent.map((sender) => standsStill(page, selector, () => videoSent(sender), 'a sender to fall silent')),
  );
