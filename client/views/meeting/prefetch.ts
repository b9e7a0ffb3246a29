import { useEffect } from 'preact/hooks';
import { prefetchPages } from '../../state/prefetch.ts';
import type { Meeting } from './meeting-context.ts';

/**
 * Fetches the meeting's pages before they are shown, while the view is mounted; none without a meeting.
 * @param known changes when there may be new documents, so that they are soon fetched
 */
export function usePrefetch(
  { meetingId, rest, pictures }: Partial<Pick<Meeting, 'meetingId'>> & Omit<Meeting, 'meetingId'>,
  known = '',
): void {
  useEffect(() => {
    if (meetingId === undefined) return undefined;
    const over = new AbortController();
    const list = async () => {
      const listed = await rest.call('document.list', { params: { meetingId } });
      return listed.ok ? listed.value.documents : undefined;
    };
    void prefetchPages({ meetingId, list, pictures, over: over.signal });
    return () => over.abort();
  }, [meetingId, rest, pictures, known]);
}
