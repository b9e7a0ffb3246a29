import type { ConferenceDocument } from '../../../protocol/conference/documents.ts';
import { pause } from '../../signaling/backoff.ts';
import { kindOf } from './documents.ts';
import type { PagePictureCache } from './page-pictures.ts';

type Listed = Pick<ConferenceDocument, 'id' | 'mediaType' | 'pages' | 'visibleTo'>;

interface Prefetch {
  readonly meetingId: string;
  /** The meeting's documents; undefined where they are not known at the moment. */
  readonly list: () => Promise<readonly Listed[] | undefined>;
  readonly pictures: Pick<PagePictureCache, 'get' | 'has' | 'isFull'>;
  readonly over: AbortSignal;
  /** `stage`: only documents that the stage can show. */
  readonly which: 'stage' | 'all';
  /** How long to wait before the first page, in ms. */
  readonly firstWaitMs?: number;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly wait?: typeof pause;
}

/** Rooms start at random within this time. */
const spreadMs = 30_000;
/** An eighth of a slow line (2 Mbit/s): the meeting itself comes first. */
const rateBps = 256_000;
const shortestPauseMs = 2_000;
/** How often to look for new documents. */
const againMs = 120_000;

/**
 * Fetches the pages that a screen may show, before it shows them: one at a time, slowly, in the
 * order of the documents, until their room in memory is full. Goes on with documents that are added
 * later, until `over` aborts.
 */
export async function prefetchPages({
  meetingId,
  list,
  pictures,
  over,
  which,
  random = Math.random,
  firstWaitMs = spreadMs * random(),
  wait = pause,
}: Prefetch): Promise<void> {
  await wait(firstWaitMs, over);
  while (!over.aborted) {
    for (const document of (await list()) ?? []) {
      // Everybody sees the stage, so it shows only what everybody may see.
      if (which === 'stage' && document.visibleTo !== 'all') continue;
      for (const at of pagesOf(meetingId, document)) {
        if (over.aborted || pictures.isFull) break;
        if (pictures.has(at)) continue;
        const picture = await pictures.get(at, over, true);
        await wait(Math.max(shortestPauseMs, (8_000 * (picture?.size ?? 0)) / rateBps), over);
        // A document without pictures: the screen will use the document itself.
        if (picture === undefined) break;
      }
    }
    await wait(againMs * (0.5 + random()), over);
  }
}

function* pagesOf(meetingId: string, { id: documentId, pages, mediaType }: Listed) {
  if (kindOf({ mediaType }) === 'other') return;
  for (let page = 1; page <= (pages ?? 1); page += 1) yield { meetingId, documentId, page };
}
