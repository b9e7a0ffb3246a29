import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience, request, shows } from './witness.ts';

/** The chair's sound and picture in a page at one moment, as the browser counts them. */
interface Moment {
  readonly told: number;
  readonly sound: string | undefined;
  /** Samples that were concealed, without concealed silence. */
  readonly concealed: number;
  readonly samples: number;
  readonly picture: string | undefined;
  readonly frames: number;
  /** In seconds. */
  readonly frozen: number;
}

declare global {
  interface Window {
    moments: Moment[];
  }
}

/** Makes the page record its sound and picture many times a second. */
const keepMoments = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.moments = [];
    const trackOf = (selector: string): string | undefined => {
      const element = document.querySelector<HTMLMediaElement>(selector);
      return element?.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0]?.id : undefined;
    };
    const keep = async (): Promise<void> => {
      const told = window.witness.frames.filter((frame) => frame.includes('"mediaMoving"')).length;
      const [sound, picture] = ['[data-testid="audio"]', '[data-testid="tile-chair"] video'].map(trackOf);
      const reports = await Promise.all(window.witness.connections.map((each) => each.getStats()));
      const streams = reports.flatMap((report) => [...report.values()]);
      const of = (track: string | undefined) =>
        streams.find(({ type, trackIdentifier }) => type === 'inbound-rtp' && trackIdentifier === track);
      const [heard, seen] = [of(sound), of(picture)];
      window.moments.push({
        told,
        sound,
        concealed: (heard?.concealedSamples ?? 0) - (heard?.silentConcealedSamples ?? 0),
        samples: heard?.totalSamplesReceived ?? 0,
        picture,
        frames: seen?.framesDecoded ?? 0,
        frozen: seen?.totalFreezesDuration ?? 0,
      });
      setTimeout(() => void keep(), 20);
    };
    void keep();
  });

/**
 * The moments of one kind of track, by track, since the page was told to move; none for a page that was not.
 */
function byTrack(moments: readonly Moment[], kind: 'sound' | 'picture'): readonly (readonly Moment[])[] {
  const first = moments.findIndex(({ told }) => told > 0);
  if (first < 0) return [];
  const tracks = Map.groupBy(moments.slice(Math.max(0, first - 1)), (moment) => moment[kind]);
  return [...tracks].flatMap(([track, each]) => (track === undefined ? [] : [each]));
}

const growth = (moments: readonly Moment[], count: 'concealed' | 'samples' | 'frames' | 'frozen'): number =>
  (moments.at(-1)?.[count] ?? 0) - (moments[0]?.[count] ?? 0);

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
  after(() => venue[Symbol.asyncDispose]());

  it('brings a room back to a worker that was killed, without a gap in sound or picture', async () => {
    const chairPage = await venue.chair();
    await request(chairPage, 'conference.start', {});
    const [first, second] = venue.meeting.endpoints;
    const rooms = [await venue.room(first), await venue.room(second)];
    for (const room of rooms) await shows(room, 'chair', 1280);
    for (const room of rooms) await keepMoments(room);

    // The chair joined first and is on the first worker, so nobody loses it. Then all are on that worker,
    // which is too many, until the other is back; a room that was there all the time moves.
    const [, doomed] = venue.workers();
    if (doomed === undefined) throw new Error('no worker runs');
    process.kill(doomed, 'SIGKILL');
    const moments = (page: Page): Promise<readonly Moment[]> => page.evaluate(() => window.moments);
    const whoMoved = async (): Promise<readonly Moment[] | undefined> => {
      const kept = await Promise.all(rooms.map(moments));
      return kept.find((each) => byTrack(each, 'sound').length > 1 && byTrack(each, 'picture').length > 1);
    };
    await eventually(async () => (await whoMoved()) !== undefined, 'a room to move', patience);
    await eventually(
      async () => growth(byTrack((await whoMoved()) ?? [], 'picture').at(-1) ?? [], 'frames') > 50,
      'the picture to go on',
      patience,
    );
    const kept = (await whoMoved()) ?? [];
    const sounds = byTrack(kept, 'sound');
    const pictures = byTrack(kept, 'picture');
    expect(sounds).to.have.lengthOf(2);
    expect(pictures).to.have.lengthOf(2);
    for (const track of sounds) expect(growth(track, 'samples')).to.be.above(0);
    expect(sounds.reduce((sum, track) => sum + growth(track, 'concealed'), 0)).to.be.below(mostMadeUp);
    // The new picture is shown from its first moment.
    expect(pictures[1]?.[0]?.frames).to.be.above(0);
    expect(pictures.reduce((sum, track) => sum + growth(track, 'frozen'), 0)).to.be.below(1);
    expect(kept.filter(({ told }) => told > 1)).to.deep.equal([]);
  });
});
