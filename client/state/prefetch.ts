import type { ConferenceDocument } from '../../protocol/conference/documents.ts';
import { pause } from '../signaling/backoff.ts';
import { kindOf } from './documents.ts';
import type { PagePictures } from './page-pictures.ts';

type Listed = Pick<ConferenceDocument, 'id' | 'mediaType' | 'pages' | 'visibleTo'>;

interface Prefetch {
  readonly meetingId: string;
  /** The meeting's documents; undefined where they cannot be told now. */
  readonly list: () => Promise<readonly Listed[] | undefined>;
  readonly pictures: Pick<PagePictures, 'get' | 'has' | 'isFull'>;
  readonly over: AbortSignal;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly wait?: typeof pause;
}

/** Rooms begin within this time, each at another moment. */
const spreadMs = 30_000;
/** An eighth of a thin line (2 Mbit/s), which is a meeting's first. */
const rateBps = 256_000;
const shortestPauseMs = 2_000;
/** Until new documents are looked for. */
const againMs = 120_000;

/**
 * Fetches the pages that may be shown in a meeting before they are: one at a time, slowly, in the order of the documents, until there is
 * no more room for them. Goes on with what comes later, until it is over.
 */
export async function prefetchPages({
  meetingId,
  list,
  pictures,
  over,
  random = Math.random,
  wait = pause,
}: Prefetch): Promise<void> {
  await wait(spreadMs * random(), over);
  while (!over.aborted) {
    for (const document of (await list()) ?? []) {
      for (const at of pagesOf(meetingId, document)) {
        if (over.aborted || pictures.isFull) break;
        if (pictures.has(at)) continue;
        const picture = await pictures.get(at, over, true);
        await wait(Math.max(shortestPauseMs, (8_000 * (picture?.size ?? 0)) / rateBps), over);
        // Where one has none, the screen will use the document itself.
        if (picture === undefined) break;
      }
    }
    await wait(againMs * (0.5 + random()), over);
  }
}

/** What moderators alone may see is not shown on a stage. */
function* pagesOf(meetingId: string, { id: documentId, pages, visibleTo, mediaType }: Listed) {
  if (visibleTo !== 'all' || kindOf({ mediaType }) === 'other') return;
  for (let page = 1; page <= (pages ?? 1); page += 1) yield { meetingId, documentId, page };
}
