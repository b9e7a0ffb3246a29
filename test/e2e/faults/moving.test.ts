import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import {
  byTrack,
  concealedIn,
  frozenIn,
  growth,
  keepMoments,
  seldom,
  type Moment,
  sinceToldToMove,
} from '../pages/moments.ts';
import { request, shows } from '../pages/witness.ts';

/** The time before the move that shows how long the load of these browsers freezes a picture. */
const calmMs = 10_000;

/**
 * The samples of a quarter of a second. A move conceals 0 to 140 ms; reconnecting after a loss takes longer.
 */
const mostMadeUp = 12_000;

describe('a move to another worker, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  before(async () => {
    // Each worker has capacity for two, with the largest pictures for one.
    venue = await openVenue({
      environment: { DIEMCAU_MEDIA__WORKERS: '2', DIEMCAU_MEDIA__PACKETSPERS: '1000' },
    });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('brings a room back to a worker that was killed, without a gap in sound or picture', async () => {
    const chairPage = await venue.chair();
    await request(chairPage, 'conference.start', {});
    const [first, second] = venue.meeting.endpoints;
    const rooms = [await venue.room(first), await venue.room(second)];
    for (const room of rooms) await shows(room, 'chair', 1280);
    for (const room of rooms) await keepMoments(room);

    const moments = (page: Page): Promise<readonly Moment[]> => page.evaluate(() => window.moments);
    const calm = await eventually(
      async () => {
        const kept = await Promise.all(rooms.map(moments));
        return kept.every((each) => growth(each, 'at') >= calmMs) && kept;
      },
      'pictures before the move',
      seldom,
    );

    // The chair joined first and is on the first worker, so nobody loses it. Then all are on that worker,
    // which is too many, until the other is back; a room that was there all the time moves.
    const [, doomed] = venue.workers();
    if (doomed === undefined) throw new Error('no worker runs');
    process.kill(doomed, 'SIGKILL');
    const moved = await eventually(
      async () => {
        const kept = await Promise.all(rooms.map(moments));
        const index = kept.map(sinceToldToMove).findIndex((each) => {
          const pictures = byTrack(each, 'picture');
          const goesOn = growth(pictures.at(-1) ?? [], 'frames') > 50;
          return byTrack(each, 'sound').length > 1 && pictures.length > 1 && goesOn;
        });
        return index >= 0 && { all: kept[index] ?? [], calm: calm[index] ?? [] };
      },
      'a room to move, and its picture to go on',
      seldom,
    );
    const move = sinceToldToMove(moved.all);
    const sounds = byTrack(move, 'sound');
    const pictures = byTrack(move, 'picture');
    expect(sounds).to.have.lengthOf(2);
    expect(pictures).to.have.lengthOf(2);
    for (const track of sounds) expect(growth(track, 'samples')).to.be.above(0);
    // The new picture is shown from its first moment.
    expect(pictures[1]?.[0]?.frames).to.be.above(0);
    // A gap would last until the room has joined again. In an equally long time before the move, the load of
    // these browsers conceals sound and freezes the picture, too.
    const asLong = growth(move, 'at') / growth(moved.calm, 'at');
    expect(concealedIn(move) - concealedIn(moved.calm) * asLong).to.be.below(mostMadeUp);
    expect(frozenIn(move) - frozenIn(moved.calm) * asLong).to.be.below(1);
    expect(moved.all.filter(({ told }) => told > 1)).to.deep.equal([]);
  });
});
