import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { temporaryPglite } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { chair, planMeeting } from '../support/province.ts';
import type { PlannedMeeting } from '../support/province.ts';
import { startService } from '../support/service.ts';
import type { Service } from '../support/service.ts';
import { observe, picture } from './witness.ts';

/** Browsers encode, decode and paint on the same few cores as the server. */
const patience = { timeoutMs: 60_000 };

describe('a screen that is shared, in real browsers', function () {
  this.timeout(180_000);
  const closing = new AsyncDisposableStack();
  let service: Service;
  let meeting: PlannedMeeting;
  let browser: Browser;
  let chairPage: Page;
  let room: Page;

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

  before(async () => {
    const { folder } = await temporaryPglite();
    service = await startService({ folder, port: await freePort() });
    closing.defer(() => service[Symbol.asyncDispose]());
    meeting = await planMeeting(service.url);
    browser = await launchChromium();
    closing.defer(() => browser.close());
    chairPage = await newPage('/login');
    await chairPage.getByTestId('login').fill(chair.login);
    await chairPage.getByTestId('password').fill(chair.password);
    await chairPage.getByTestId('sign-in').click();
    await chairPage.getByTestId('meeting').getByTestId('meeting-join').click();
    await chairPage.getByTestId('join').click();
    await chairPage.getByTestId('conference').waitFor();
    const [endpointId] = meeting.endpoints;
    const { code } = await meeting.administration.call('pairing.create', { body: { endpointId } });
    room = await newPage('/room');
    await room.getByTestId('pairing-code').fill(code);
    await room.getByTestId('pair').click();
    await room.getByTestId('conference').waitFor();
  });
  after(() => closing.disposeAsync());

  for (const [content, mostFramesPerS] of [
    ['detail', 10],
    ['motion', 30],
  ] as const) {
    it(`is sent as ${content} where that was chosen`, async () => {
      await chairPage.getByTestId('share-screen').click();
      await chairPage.getByTestId(`share-${content}`).click();
      let from: number | undefined;
      await eventually(
        async () => {
          const frames = (await picture(room, 'slides'))?.frames;
          from ??= frames;
          return frames !== undefined && from !== undefined && frames > from;
        },
        'the shared screen to move at the room',
        patience,
      );
      expect(await sharedTracks(chairPage)).to.deep.equal([{ content, mostFramesPerS }]);
      await chairPage.getByTestId('share-screen').click();
      await eventually(
        async () => (await picture(room, 'slides')) === undefined,
        'the slides to be gone at the room',
        patience,
      );
    });
  }
});

/** The tracks that are sent and tell what they show, as shared screens do. */
const sharedTracks = (page: Page): Promise<readonly object[]> =>
  page.evaluate(() =>
    window.witness.connections
      .flatMap((connection) => connection.getSenders())
      .flatMap(({ track }) => (track?.readyState === 'live' && track.contentHint !== '' ? [track] : []))
      .map((track) => {
        const { frameRate } = track.getConstraints();
        return {
          content: track.contentHint,
          mostFramesPerS: typeof frameRate === 'object' ? frameRate.max : undefined,
        };
      }),
  );
