import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { RestCaller } from '../../../simulation/rest.ts';
import { eventually } from '../../support/eventually.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { temporaryFolder } from '../../support/storage/database.ts';
import { byTrack, growth, keepMoments, type Moment, seldom } from '../pages/moments.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, request } from '../pages/witness.ts';

describe('a bridge that is taken out of service during a session, in real browsers', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let venue: Venue;
  let staff: Page;
  let hall: Page;
  let rooms: readonly Page[];

  const rowOf = (name: string) => staff.getByTestId('bridge-row').filter({ hasText: name });
  /** Pairs a bridge, and starts it. */
  const bridgeNamed = async (url: string, name: string): Promise<void> => {
    const caller = await RestCaller.signIn(url, administrator.login, administrator.password);
    const { id, code } = await caller.call('bridge.create', { body: { name, siteId: null } });
    closing.use(await startBridgeService({ folder: await temporaryFolder(), controls: [url], code }));
    await eventually(async () => {
      const { bridges } = await caller.call('bridge.list', {});
      return bridges.some((each) => each.id === id && each.state === 'connected');
    }, 'the bridge to connect');
  };
  const carries = (name: string, text: string): Promise<void> =>
    rowOf(name).getByTestId('bridge-carries').filter({ hasText: text }).waitFor();
  const moments = (page: Page): Promise<readonly Moment[]> => page.evaluate(() => window.moments);

  before(async () => {
    const prepare = (url: string): Promise<void> => bridgeNamed(url, 'Máy chủ cầu nối tỉnh');
    venue = closing.use(await openVenue({ environment: { DIEMCAU_ROLE: 'control' }, prepare }));
    staff = await venue.signedIn(administrator);
    await staff.getByTestId('administration-menu').click();
    await staff.getByTestId('bridges-link').click();
    hall = await venue.chair();
    const [first, second] = venue.meeting.endpoints;
    rooms = [await venue.room(first), await venue.room(second)];
    await request(hall, 'conference.start', {});
    await request(hall, 'floor.grant', { participantId: first });
    await bridgeNamed(venue.url, 'Máy chủ cầu nối huyện');
  });

  it('has everybody move to another one, speaker and chair too, while sound and pictures go on', async () => {
    for (const room of rooms) await moves(room, '[data-testid="tile-chair"]');
    const [speaker, listener] = rooms;
    if (speaker === undefined || listener === undefined) throw new Error('there are two rooms');
    await moves(listener, '[data-testid="tile-speaker"]');
    await keepMoments(listener);
    await rowOf('tỉnh').getByTestId('bridge-drain').click();
    await staff.getByTestId('confirm').click();
    await rowOf('tỉnh').getByTestId('bridge-idle').waitFor();
    await carries('huyện', '1 phiên họp, 3 ');
    const kept = await eventually(
      async () => {
        const all = await moments(listener);
        const goesOn = growth(byTrack(all, 'picture').at(-1) ?? [], 'frames') > 20;
        return goesOn && growth(byTrack(all, 'sound').at(-1) ?? [], 'samples') > 0 && all;
      },
      'picture and sound to go on',
      seldom,
    );
    // Until the next track arrives, the one before it is shown.
    expect(kept.filter(({ picture, sound }) => picture === undefined || sound === undefined)).to.deep.equal(
      [],
    );
    await moves(listener, '[data-testid="tile-speaker"]');
    await moves(hall, '[data-testid="tile-speaker"]');
    for (const page of [hall, ...rooms]) {
      const opened = await page.evaluate(
        () => window.witness.frames.filter((frame) => frame.includes('"mediaLost"')).length,
      );
      expect(opened).to.equal(0);
    }
  });
});
