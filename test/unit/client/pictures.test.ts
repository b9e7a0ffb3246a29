import { expect } from 'chai';
import { z } from 'zod';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Download } from '../../../client/signaling/rest.ts';
import type { Result } from '../../../client/signaling/result.ts';
import { PagePictures, pictureSizeFor } from '../../../client/state/page-pictures.ts';
import { prefetchPages } from '../../../client/state/prefetch.ts';

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
    return { asked, pictures: new PagePictures(rest, 'large') };
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
    visibleTo: 'all' | 'moderators' = 'all',
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
      random: () => 0.5,
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
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
    await prefetched(room, [pdf('a', 2)], 'moderators');
    expect(room.asked).to.deep.equal([]);
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
