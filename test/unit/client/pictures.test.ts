import { expect } from 'chai';
import { z } from 'zod';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Download } from '../../../client/signaling/rest.ts';
import type { Result } from '../../../client/signaling/result.ts';
import { PagePictureCache, pictureSizeFor } from '../../../client/state/documents/page-pictures.ts';
import { prefetchPages } from '../../../client/state/documents/prefetch.ts';
import { untilQuietMs } from '../../../client/state/room/quiet-time.ts';

const at = (page: number, documentId = 'báo-cáo') => ({ meetingId: 'họp', documentId, page });

const asking = z.object({
  params: z.object({ documentId: z.string(), page: z.string() }),
  query: z.object({ size: z.string() }),
});

describe('the page pictures of a room', () => {
  /** A server that records requests and gives the scripted answers. */
  const served = (bytes = 100_000, answers: (ErrorCode | 'lost')[] = []) => {
    const asked: string[] = [];
    const rest = {
      download: (_name: string, request: unknown, how?: Download): Promise<Result<Blob>> => {
        const { params, query } = asking.parse(request);
        asked.push(`${params.documentId}/${params.page} ${query.size}${how?.ahead ? ' ahead' : ''}`);
        const answer = answers.shift();
        if (answer !== undefined)
          return Promise.resolve({ ok: false, error: { code: answer === 'lost' ? 'unavailable' : answer } });
        return Promise.resolve({ ok: true, value: new Blob([new Uint8Array(bytes)]) });
      },
    };
    return { asked, pictures: new PagePictureCache(rest, 'large') };
  };
  const never = new AbortController().signal;

  it('are requested once, no matter how often they are shown', async () => {
    const { asked, pictures } = served();
    const [one, two] = await Promise.all([pictures.get(at(1), never), pictures.get(at(1), never)]);
    expect(one).to.equal(two);
    await pictures.get(at(2), never);
    await pictures.get(at(1), never);
    expect(asked).to.deep.equal(['báo-cáo/1 large', 'báo-cáo/2 large']);
  });

  it('are requested until they arrive, and not again where there is no picture', async () => {
    const { asked, pictures } = served(1, ['lost', 'lost']);
    expect(await pictures.get(at(1), never)).to.be.instanceOf(Blob);
    expect(asked).to.have.length(3);
    const none = served(1, ['no-picture']);
    expect(await none.pictures.get(at(1), never)).to.equal(undefined);
    expect(none.asked).to.have.length(1);
  });

  it('take a limited amount of memory, and leave it least recently shown first', async () => {
    const { asked, pictures } = served(10_000_000);
    for (const page of [1, 2, 3, 4]) await pictures.get(at(page), never);
    expect(pictures.isFull).to.equal(true);
    await pictures.get(at(1), never);
    await pictures.get(at(5), never);
    expect([1, 2, 3, 4, 5].map((page) => pictures.has(at(page)))).to.deep.equal([
      true,
      false,
      true,
      true,
      true,
    ]);
    expect(asked).to.have.length(5);
  });

  it('have the size for the room’s screen', () => {
    expect(pictureSizeFor({ width: 1920, height: 1080 })).to.equal('large');
    expect(pictureSizeFor({ width: 1080, height: 2400 })).to.equal('large');
    expect(pictureSizeFor({ width: 960, height: 540 })).to.equal('small');
  });

  /** Prefetches until it looks for new documents; returns its waits in ms. */
  const prefetched = async (
    { pictures }: ReturnType<typeof served>,
    documents: readonly { readonly id: string; readonly mediaType: string; readonly pages: number | null }[],
    visibleTo: 'all' | 'delegates' = 'all',
    how: Partial<Parameters<typeof prefetchPages>[0]> = {},
  ): Promise<readonly number[]> => {
    const over = new AbortController();
    const waits: number[] = [];
    let looks = 0;
    await prefetchPages({
      meetingId: 'họp',
      list: () => {
        looks += 1;
        if (looks === 2) over.abort();
        return Promise.resolve(documents.map((document) => ({ ...document, visibleTo })));
      },
      pictures,
      over: over.signal,
      which: 'stage',
      random: () => 0.5,
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
      ...how,
    });
    return waits;
  };
  const pdf = (id: string, pages: number | null) => ({ id, mediaType: 'application/pdf', pages });

  it('are fetched before they are shown: one after the other, slowly, and at another time in each room', async () => {
    const room = served(160_000);
    const waits = await prefetched(room, [pdf('a', 2), { id: 'b', mediaType: 'image/png', pages: null }]);
    expect(room.asked).to.deep.equal(['a/1 large ahead', 'a/2 large ahead', 'b/1 large ahead']);
    // Half of the 30 s within which all rooms begin; then 256 kbit/s.
    expect(waits.slice(0, 4)).to.deep.equal([15_000, 5_000, 5_000, 5_000]);
  });

  it('are not fetched where they cannot be shown', async () => {
    const word = { id: 'w', mediaType: 'application/msword', pages: null };
    const room = served();
    await prefetched(room, [word]);
    await prefetched(room, [pdf('a', 2)], 'delegates');
    expect(room.asked).to.deep.equal([]);
  });

  it('are fetched for reading also where the stage will not show them, and then cost no request', async () => {
    const room = served();
    const waits = await prefetched(room, [pdf('a', 2)], 'delegates', { which: 'all', firstWaitMs: 7_000 });
    expect(waits[0]).to.equal(7_000);
    const asked = ['a/1 large ahead', 'a/2 large ahead'];
    expect(room.asked).to.deep.equal(asked);
    await room.pictures.get(at(1, 'a'), never);
    await room.pictures.get(at(2, 'a'), never);
    expect(room.asked, 'opening the paper costs no request').to.deep.equal(asked);
  });

  it('are not fetched when memory is full, nor further in a document that has no pictures', async () => {
    const full = served(10_000_000);
    await prefetched(full, [pdf('a', 3), pdf('b', 3)]);
    expect(full.asked).to.have.length(4);
    const none = served(1, ['no-picture']);
    await prefetched(none, [pdf('a', 300), pdf('b', 1)]);
    expect(none.asked).to.deep.equal(['a/1 large ahead', 'b/1 large ahead']);
  });
});

describe('the time at which a room fetches papers', () => {
  const at = (time: string): number => Date.parse(`2026-03-${time}+07:00`);
  const waits = (now: string, starts: string) =>
    [0, 0.5].map((random) => untilQuietMs(at(now), at(starts), random) / 3_600_000);

  it('is spread over the night before the meeting', () => {
    expect(waits('10T10:00', '11T09:00')).to.deep.equal([14, 16.5]);
    expect(waits('10T23:30', '11T08:00')).to.deep.equal([0.5, 3]);
  });

  it('is the rest of the night during it, and ends an hour before an early meeting', () => {
    expect(waits('11T01:00', '11T09:00')).to.deep.equal([0, 2]);
    expect(waits('11T01:00', '11T04:00')).to.deep.equal([0, 1]);
  });

  it('is within seconds where no night lies between', () => {
    for (const [now, starts] of [
      ['11T07:30', '11T09:00'],
      ['10T22:00', '11T00:30'],
      ['11T03:30', '11T04:00'],
    ] as const)
      expect(untilQuietMs(at(now), at(starts), 0.5)).to.equal(15_000);
  });
});
