import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

describe('a room that is loaded again without a server, in a real browser', function () {
  this.timeout(240_000);
  let venue: Venue;
  let room: Page;
  before(async () => {
    venue = await openVenue({ viewport: { width: 1920, height: 1080 } });
    room = await venue.room(venue.meeting.endpoints[0]);
    await room.evaluate(async () => void (await navigator.serviceWorker.ready));
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const kept = (): Promise<readonly string[]> =>
    room.evaluate(async () => {
      const caches = await window.caches.keys();
      const requests = await Promise.all(caches.map(async (name) => (await window.caches.open(name)).keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });

  it('shows its own page, which says since when it is cut off, and joins again when the server is back', async () => {
    await venue.kill();
    await room.reload();
    const page = room.getByTestId('unreachable');
    await page.getByText(/^Mất kết nối máy chủ từ \d\d:\d\d, đang thử lại$/).waitFor();
    expect(await page.locator('h1').textContent()).to.not.equal('');
    await venue.start();
    await room.getByTestId('conference').waitFor();
  });

  it('keeps only the page and the files of the build: no answer of the API', async () => {
    const paths = await kept();
    expect(paths).to.include('/room');
    expect(paths.filter((path) => path !== '/room' && !path.startsWith('/assets/'))).to.deep.equal([
      '/icon.svg',
    ]);
  });

  it('forgets the files of an older version when its own are there', async () => {
    await room.evaluate(async () => {
      await (await caches.open('diemcau-room-older')).add('/icon.svg');
      await (await navigator.serviceWorker.ready).unregister();
    });
    await room.reload();
    await eventually(
      async () => {
        const names = await room.evaluate(() => caches.keys());
        return names.length === 1 && !names.includes('diemcau-room-older');
      },
      'only the present version to be kept',
      patience,
    );
  });
});
