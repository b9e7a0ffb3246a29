import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RestResponse } from '../../../../protocol/rest/client-types.ts';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Field } from '../../shared/controls.tsx';
import { MeetingCard } from '../meeting-card.tsx';
import { deskWords } from './words.ts';

/** Pause after the last key before the server is asked. */
const settleMs = 250;
/** Older ones are found by their titles, and in the calendar. */
const mostShown = 100;

/** The query for the list and its download. */
export const endedQuery = { states: 'ended,closed', sort: '-startsAt' } as const;

/** The sessions that have ended, the latest first; each leads to its record. */
export function EndedMeetings({ rest }: { readonly rest: Rest }): JSX.Element {
  const [text, setText] = useState('');
  const [found, setFound] = useState<RestResponse<'meeting.list'>>();
  const [error, setError] = useState<ErrorCode>();
  const words = deskWords();
  const q = text.trim();
  useEffect(() => {
    let wanted = true;
    const ask = async (): Promise<void> => {
      const query = { ...endedQuery, limit: mostShown, ...(q !== '' && { q }) };
      const result = await rest.call('meeting.list', { query });
      if (!wanted) return;
      setError(result.ok ? undefined : result.error.code);
      if (result.ok) setFound(result.value);
    };
    const timer = setTimeout(() => void ask(), settleMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [rest, q]);
  return (
    <>
      <Field
        label={words.endedSearch}
        type="search"
        value={text}
        onInput={setText}
        maxLength={100}
        testId="ended-search"
      />
      {error && <Alert>{errorWords()[error]}</Alert>}
      {!found && !error && <p class="empty">{commonWords().loading}</p>}
      {found?.meetings.length === 0 && (
        <p class="empty">{q === '' ? words.noneEnded : commonWords().nothingFound}</p>
      )}
      <ul class="meetings" data-testid="ended">
        {found?.meetings.map((meeting) => (
          <MeetingCard key={meeting.id} meeting={meeting} heading="h2" mayFollow={false} />
        ))}
      </ul>
      {found && found.nextCursor !== null && <p class="muted">{words.latest(mostShown)}</p>}
    </>
  );
}
