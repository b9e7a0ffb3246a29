import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, patience, picture } from '../pages/witness.ts';

describe('a screen that is shared, in real browsers', function () {
  this.timeout(180_000);
  let venue: Venue;
  let chairPage: Page;
  let room: Page;

  before(async () => {
    venue = await openVenue();
    chairPage = await venue.chair();
    room = await venue.room(venue.meeting.endpoints[0]);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  for (const [content, mostFramesPerS] of [
    ['detail', 10],
    ['motion', 30],
  ] as const) {
    it(`is sent as ${content} where that was chosen`, async () => {
      await chairPage.getByTestId('share-screen').click();
      await chairPage.getByTestId(`share-${content}`).click();
      await moves(room, '[data-testid="tile-slides"]');
      expect(await sharedTracks(chairPage)).to.deep.equal([{ content, mostFramesPerS }]);
      await chairPage.getByTestId('share-screen').click();
      await eventually(
        async () => (await picture(room, 'slides')) === undefined,
        'the slides to be gone at the room',
        patience,
      );
    });
  }

  const share = async (): Promise<void> => {
    await chairPage.getByTestId('share-screen').click();
    await chairPage.getByTestId('share-detail').click();
    await moves(room, '[data-testid="tile-slides"]');
  };
  const seatIsFree = (when: string): Promise<boolean> =>
    eventually(async () => (await room.getByTestId('tile-slides').count()) === 0, when, patience);

  it('leaves nothing on the stage when it ended while the server was down', async () => {
    await share();
    await venue.kill();
    await chairPage.getByTestId('reconnecting').waitFor();
    await chairPage.getByTestId('share-screen').click();
    await venue.start();
    await chairPage.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await seatIsFree('the slides to be gone once the page is back');
  });

  it('leaves nothing on the stage when its page is reloaded', async () => {
    await share();
    await chairPage.reload();
    await chairPage.getByTestId('join').click();
    await chairPage.getByTestId('conference').waitFor();
    await seatIsFree('the slides to be gone once the page is there again');
  });
});

/** The sent tracks that describe their content, as shared screens do. */
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
