import { useEffect } from 'preact/hooks';
import { prefetchPages } from '../../state/documents/prefetch.ts';
import { untilQuietMs } from '../../state/room/quiet-time.ts';
import type { ServerClock } from '../../state/conference/server-clock.ts';
import type { MeetingOfPage } from './meeting-context.ts';

type Pages = Pick<MeetingOfPage, 'rest' | 'pictures'>;

/** @returns stops fetching */
function fetchPages(
  { rest, pictures }: Pages,
  meetingId: string,
  how: Pick<Parameters<typeof prefetchPages>[0], 'which' | 'firstWaitMs'>,
): () => void {
  const over = new AbortController();
  const list = async () => {
    const listed = await rest.call('document.list', { params: { meetingId } });
    return listed.ok ? listed.value.documents : undefined;
  };
  void prefetchPages({ meetingId, list, pictures, over: over.signal, ...how });
  return () => over.abort();
}

/**
 * Fetches the pages that the stage may show before it shows them, while the view is mounted.
 * @param known changes when there may be new documents, so that they are soon fetched
 */
export function usePrefetch(
  { meetingId, rest, pictures }: Pages & { readonly meetingId: string },
  known: string,
): void {
  useEffect(
    () => fetchPages({ rest, pictures }, meetingId, { which: 'stage' }),
    [meetingId, rest, pictures, known],
  );
}

/** Fetches the papers of the coming meeting, if there is one, in the night before it. */
export function usePrefetchByNight(
  { rest, pictures, clock }: Pages & { readonly clock: ServerClock },
  next: { readonly id: string; readonly startsAtMs: number } | null | undefined,
): void {
  const meetingId = next?.id;
  const startsAtMs = next?.startsAtMs;
  useEffect(() => {
    if (meetingId === undefined || startsAtMs === undefined) return undefined;
    const firstWaitMs = untilQuietMs(clock.now(), startsAtMs, Math.random());
    return fetchPages({ rest, pictures }, meetingId, { which: 'all', firstWaitMs });
  }, [meetingId, startsAtMs, rest, pictures, clock]);
}
