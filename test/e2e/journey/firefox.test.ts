import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { launchFirefox, mediaAt } from '../../support/browsers/firefox.ts';
import { openOwnAddress } from '../../support/network/namespaces.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, patience } from '../pages/witness.ts';

/** The seconds that a picture must play: longer than a still one needs to count as frozen. */
const longS = 8;

describe('a room with Firefox, in a meeting with Chromium', function () {
  this.timeout(300_000);
  const closing = new AsyncDisposableStack();
  let venue: Venue;
  let chair: Page;
  let room: Page;

  before(async () => {
    const { address } = closing.use(await openOwnAddress());
    venue = closing.use(await openVenue({ environment: mediaAt(address) }));
    const firefox = await launchFirefox();
    closing.defer(() => firefox.close());
    chair = await venue.chair();
    room = await venue.room(venue.meeting.endpoints[0], 'conference', firefox);
  });
  after(() => closing.disposeAsync());

  /** Firefox does not count the frames of a live stream, but has a callback for each. */
  const seesChairMove = async (): Promise<void> => {
    const tile = room.getByTestId('tile-chair');
    const look = (): Promise<boolean> =>
      tile.locator('video').evaluate(
        (video: HTMLVideoElement, playedS: number) =>
          new Promise<boolean>((resolve) => {
            const from = video.currentTime;
            let frames = 0;
            const painted = (): void => {
              frames += 1;
              if (frames > 20 && video.currentTime - from > playedS) resolve(true);
              else video.requestVideoFrameCallback(painted);
            };
            video.requestVideoFrameCallback(painted);
            // A picture that is replaced gives no more frames: the next look is at the new one.
            setTimeout(() => resolve(false), 3_000 * playedS);
          }),
        longS,
      );
    await eventually(look, 'the chair’s picture to move', patience);
    await tile.locator('.tile__blank').waitFor({ state: 'detached' });
  };

  it('sees the chair move, without a cover over the picture', async () => {
    await chair.getByTestId('conference-start').click();
    await chair.getByTestId('confirm').click();
    await seesChairMove();
  });

  it('is seen and unmuted when it receives the floor, and muted with all the others', async () => {
    await room.getByTestId('hand-raise').click();
    await chair.getByTestId('tab-floor').click();
    await chair.getByTestId('floor-grant').filter({ visible: true }).first().click();
    await room.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
    await moves(chair, '[data-testid="tile-speaker"]');
    expect(await room.getByTestId('device-problem-speaker').count(), 'Firefox lists no speakers').to.equal(0);
    await chair.getByTestId('floor-revoke').click();
    await room.locator('[data-testid="own-microphone"][data-microphone="muted"]').waitFor();
  });

  it('comes back by itself after the server was down', async () => {
    await venue.kill();
    await room.getByTestId('reconnecting').waitFor();
    await venue.start();
    await room.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await room.getByTestId('conference').waitFor();
    await seesChairMove();
  });
});
