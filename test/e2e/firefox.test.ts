import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { type Firefox, launchFirefox } from '../support/firefox.ts';
import { openNeighbour } from '../support/namespaces.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience, picture } from './witness.ts';

const found = (testId: string, more = ''): string =>
  `document.querySelector('[data-testid="${testId}"]${more}') !== null`;

/** The seconds that a picture must play: longer than a still one needs to count as frozen. */
const longS = 8;

describe('a room with Firefox', function () {
  this.timeout(300_000);
  const closing = new AsyncDisposableStack();
  let venue: Venue;
  let firefox: Firefox;
  let chairPage: Page;
  let endpointId: string;

  const says = (expression: string, what: string): Promise<unknown> =>
    eventually(async () => (await firefox.page.evaluate(expression)) === true, what, patience);
  /**
   * The frames of the first video within a selector since the first call, its playing time, and whether an
   * element covers it.
   */
  const watch = async (selector: string) =>
    z
      .object({ frames: z.number(), playedS: z.number(), covered: z.boolean() })
      .parse(await firefox.page.evaluate(`window.watched(${JSON.stringify(selector)})`));
  const movesLong = async (selector: string): Promise<void> => {
    await eventually(
      async () => {
        const { frames, playedS } = await watch(selector);
        return frames > 20 && playedS > longS;
      },
      `${selector} to move`,
      patience,
    );
    expect(await watch(selector)).to.include({ covered: false });
  };
  const listen = (): Promise<unknown> =>
    firefox.page.evaluate(`(() => {
      const counts = new Map();
      window.watched = (selector) => {
        const video = document.querySelector(selector + ' video');
        if (!video) return { frames: 0, playedS: 0, covered: true };
        if (!counts.has(video)) {
          counts.set(video, 0);
          const count = () => {
            counts.set(video, counts.get(video) + 1);
            video.requestVideoFrameCallback(count);
          };
          video.requestVideoFrameCallback(count);
        }
        return { frames: counts.get(video), playedS: video.currentTime, covered: document.querySelector(selector + ' .tile__blank') !== null };
      };
    })()`);

  before(async () => {
    const neighbour = closing.use(await openNeighbour());
    venue = closing.use(
      await openVenue({
        environment: {
          DIEMCAU_HTTP__HOST: '0.0.0.0',
          DIEMCAU_MEDIA__LISTEN__IP: '0.0.0.0',
          DIEMCAU_MEDIA__LISTEN__ANNOUNCEDADDRESS: neighbour.ownAddress,
        },
      }),
    );
    chairPage = await venue.chair();
    firefox = closing.use(await launchFirefox(neighbour.name, neighbour.address));
    endpointId = venue.meeting.endpoints[0];
    const { port } = new URL(venue.url);
    await firefox.page.goto(`http://${neighbour.ownAddress}:${port}/room`);
    await says(found('pairing-code'), 'the room page');
    await firefox.page.evaluate(`(() => {
      const code = document.querySelector('[data-testid="pairing-code"]');
      code.value = ${JSON.stringify(await venue.pairingCode(endpointId))};
      code.dispatchEvent(new Event('input', { bubbles: true }));
    })()`);
    await says(`!document.querySelector('[data-testid="pair"]').disabled`, 'the button');
    await firefox.page.evaluate(`document.querySelector('[data-testid="pair"]').click()`);
    await says(found('conference'), 'the room in its meeting');
    await listen();
  });
  after(() => closing.disposeAsync());

  it('sees the chair move, without a cover over the picture', async () => {
    await chairPage.getByTestId('conference-start').click();
    await chairPage.getByTestId('confirm').click();
    await movesLong('[data-testid="tile-chair"]');
  });

  it('is seen and unmuted when it receives the floor, and muted with all the others', async () => {
    await firefox.page.evaluate(`document.querySelector('[data-testid="hand-raise"]').click()`);
    await chairPage.getByTestId('tab-floor').click();
    await chairPage.getByTestId('floor-grant').first().click();
    await says(found('own-microphone', '[data-microphone="open"]'), 'its microphone to open');
    await eventually(
      async () => ((await picture(chairPage, 'speaker'))?.frames ?? 0) > 0,
      'its picture at the chair',
      patience,
    );
    await chairPage.getByTestId('floor-revoke').click();
    await says(found('own-microphone', '[data-microphone="muted"]'), 'its microphone to close');
  });

  it('comes back by itself after the server was down', async () => {
    await venue.kill();
    await says(found('reconnecting'), 'it to notice');
    await venue.start();
    await says(`${found('conference')} && !${found('reconnecting')}`, 'it to be back');
    await movesLong('[data-testid="tile-chair"]');
  });
});
