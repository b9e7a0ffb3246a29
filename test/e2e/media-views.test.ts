import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { RestCaller } from '../../simulation/rest.ts';
import { launchChromium } from '../support/chromium.ts';
import { temporaryPglite } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { joined } from '../support/participant.ts';
import { startService } from '../support/service.ts';
import type { Service } from '../support/service.ts';
import { chair, planMeeting } from '../support/province.ts';
import type { PlannedMeeting } from '../support/province.ts';
import { inbound, observe, picture, pictureIn, request, videoSent } from './witness.ts';

/** Browsers encode, decode and paint on the same few cores as the server. */
const patience = { timeoutMs: 60_000 };
/** How many frames elsewhere are the measure of "meanwhile". */
const meanwhile = 40;

/**
 * The wall in pages of four: the chair and three rooms without a camera; three more of those and Tam Hồng; Trung Mỹ. Of them
 * the chair, Tam Hồng and Trung Mỹ are real browsers.
 */
describe('the wall, one picture, and none at all, in real browsers', function () {
  this.timeout(180_000);
  const closing = new AsyncDisposableStack();
  let service: Service;
  let meeting: PlannedMeeting;
  let browser: Browser;
  let chairPage: Page;
  let tamHong: Page;
  let trungMy: Page;

  const tile = (id: string): string => `[data-testid="wall-tile"][data-participant="${id}"]`;

  async function newPage(path: string): Promise<Page> {
    const context = await browser.newContext({
      baseURL: service.url,
      viewport: { width: 1280, height: 720 },
    });
    context.setDefaultTimeout(patience.timeoutMs);
    await observe(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  async function roomPage(endpointId: string): Promise<Page> {
    const { code } = await meeting.administration.call('pairing.create', { body: { endpointId } });
    const page = await newPage('/room');
    await page.getByTestId('pairing-code').fill(code);
    await page.getByTestId('pair').click();
    await page.getByTestId('conference').waitFor();
    return page;
  }

  before(async () => {
    const { folder } = await temporaryPglite();
    service = await startService({ folder, port: await freePort() });
    closing.defer(() => service[Symbol.asyncDispose]());
    const further = ['An Hòa', 'Bá Hiến', 'Bồ Sao', 'Cao Minh', 'Duy Phiên', 'Hồ Sơn'];
    meeting = await planMeeting(service.url, { further });
    browser = await launchChromium();
    closing.defer(() => browser.close());
    for (const endpointId of meeting.others) {
      const { code } = await meeting.administration.call('pairing.create', { body: { endpointId } });
      const caller = await RestCaller.pair(service.url, code);
      closing.use(await joined(service.url, await caller.joinToken(meeting.meetingId)));
    }
    chairPage = await newPage('/login');
    await chairPage.getByTestId('login').fill(chair.login);
    await chairPage.getByTestId('password').fill(chair.password);
    await chairPage.getByTestId('sign-in').click();
    await chairPage.getByTestId('meeting').getByTestId('meeting-join').click();
    await chairPage.getByTestId('join').click();
    await chairPage.getByTestId('conference').waitFor();
    [tamHong, trungMy] = await Promise.all([roomPage(meeting.endpoints[0]), roomPage(meeting.endpoints[1])]);
  });
  after(() => closing.disposeAsync());

  it('has no room send pictures that nobody looks at', async () => {
    await moves(tamHong, '[data-testid="tile-chair"]');
    await chairPage.getByTestId('wall-switch').click();
    await chairPage.getByTestId('wall-size-4').click();
    await page(1);
    await whileMoves(tamHong, '[data-testid="tile-chair"]', [tamHong, trungMy]);
  });

  it('shows the rooms of a page small, turned by keyboard, and has no other room send', async () => {
    await chairPage.keyboard.press('ArrowRight');
    await page(2);
    await moves(chairPage, tile(meeting.endpoints[0]), small);
    await whileMoves(chairPage, tile(meeting.endpoints[0]), [trungMy]);
  });

  it('shows others when the page is turned, and stops those that are on none', async () => {
    await chairPage.getByTestId('wall-next').click();
    await page(3);
    await moves(chairPage, tile(meeting.endpoints[1]), small);
    await whileMoves(chairPage, tile(meeting.endpoints[1]), [tamHong]);
    await chairPage.getByTestId('wall-previous').click();
    await moves(chairPage, tile(meeting.endpoints[0]), small);
    await whileMoves(chairPage, tile(meeting.endpoints[0]), [trungMy]);
  });

  it('says of a room without a camera that there is no picture', async () => {
    const [bare] = await chairPage.locator('[data-testid="wall-tile"]').all();
    expect(await bare?.locator('video').count()).to.equal(0);
    expect(await bare?.innerText()).to.include('Chưa có hình');
  });

  it('makes one of them large by keyboard, and small again', async () => {
    await chairPage.locator(tile(meeting.endpoints[0])).focus();
    await chairPage.keyboard.press('Enter');
    await moves(chairPage, '[data-testid="single"]', large);
    await chairPage.keyboard.press('Escape');
    await page(2);
    await moves(chairPage, tile(meeting.endpoints[0]), small);
    await chairPage.keyboard.press('Escape');
    await chairPage.getByTestId('stage').waitFor();
  });

  it('gives the wall to nobody who does not lead', async () => {
    expect(await tamHong.getByTestId('wall-switch').count()).to.equal(0);
    const wall = { kind: 'wall', page: [meeting.endpoints[1]], next: [] };
    expect(await request(tamHong, 'media.setView', { view: wall, audioOnly: false })).to.deep.equal({
      ok: false,
      error: { code: 'forbidden' },
    });
  });

  it('takes no pictures, nor sends any, where somebody only listens; and gives them back', async () => {
    await moves(tamHong, '[data-testid="tile-chair"]');
    const packets = async (): Promise<number> =>
      (await inbound(tamHong))
        .filter(({ kind }) => kind === 'video')
        .reduce((sum, { packetsReceived }) => sum + packetsReceived, 0);
    await tamHong.getByTestId('audio-only').click();
    await tamHong.getByTestId('audio-only-notice').waitFor();
    expect(await picture(tamHong, 'chair')).to.equal(undefined);
    await standsStill(trungMy, '[data-testid="tile-chair"]', packets, 'the pictures to stop coming');

    await tamHong.getByTestId('show-pictures').click();
    await moves(tamHong, '[data-testid="tile-chair"]');
  });

  it('asks nothing of a camera whose owner only listens, though it is on the stage', async () => {
    const [speaker] = meeting.endpoints;
    await request(chairPage, 'conference.start', {});
    await request(chairPage, 'floor.grant', { participantId: speaker });
    await moves(trungMy, '[data-testid="tile-speaker"]');
    await chairPage.getByTestId('audio-only').click();
    expect(await picture(chairPage, 'speaker')).to.equal(undefined);
    await whileMoves(trungMy, '[data-testid="tile-speaker"]', [chairPage]);
    await chairPage.getByTestId('show-pictures').click();
    await moves(chairPage, '[data-testid="tile-speaker"]');
    await moves(trungMy, '[data-testid="tile-chair"]');
  });

  const page = (number: number) => chairPage.locator(`[data-testid="wall"][data-page="${number}"]`).waitFor();
});

/** The smallest of the three sizes that a camera sends, and more than that: a busy machine may not get to the largest. */
const small = (width: number): boolean => width <= 320;
const large = (width: number): boolean => width > 320;

/** Waits until a video shows moving pictures, of such a width where that matters. */
async function moves(page: Page, selector: string, fits?: (width: number) => boolean): Promise<void> {
  let last = -1;
  await eventually(
    async () => {
      const seen = await pictureIn(page, selector);
      const grows = seen !== undefined && last >= 0 && seen.frames > last;
      last = seen?.frames ?? -1;
      return grows && (fits?.(seen.width) ?? true);
    },
    `${selector} to move${fits === small ? ' small' : fits === large ? ' large' : ''}`,
    patience,
  );
}

/** Waits until a count stands still while the pictures elsewhere go on. */
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

/** Waits until none of these sends video while the pictures elsewhere go on. */
const whileMoves = (page: Page, selector: string, silent: readonly Page[]): Promise<unknown> =>
  Promise.all(
    silent.map((sender) => standsStill(page, selector, () => videoSent(sender), 'a sender to fall silent')),
  );
