import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SentSelectionView } from '../../../../protocol/rest/meetings/selections.ts';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import { invitationWords } from './words.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Worded } from '../../shared/worded.tsx';

interface SentSelectionsProps {
  readonly meetingId: string;
  /** The meeting's version; a new version reloads the list. */
  readonly version: number;
  readonly rest: Rest;
}

/** The selections by which a meeting's invitations were sent, as they were then. */
export function SentSelections({ meetingId, version, rest }: SentSelectionsProps): JSX.Element | null {
  const [sent, setSent] = useState<readonly SentSelectionView[]>([]);
  useEffect(() => {
    let wanted = true;
    void rest.call('meeting.sentSelections', { params: { meetingId } }).then((answer) => {
      if (wanted && answer.ok) setSent(answer.value.selections);
    });
    return () => {
      wanted = false;
    };
  }, [rest, meetingId, version]);
  if (sent.length === 0) return null;
  return (
    <details class="sent-selections" data-testid="sent-selections">
      <summary>
        {invitationWords().sent} <span class="count">{sent.length}</span>
      </summary>
      <ul>
        {sent.map((selection) => (
          <li key={`${selection.atMs} ${selection.endpointIds.join(' ')}`} data-testid="sent-selection">
            <Worded selection={selection} />
            <small>
              {roleTexts()[selection.role]} ·{' '}
              {invitationWords().sentBy(
                selection.by,
                `${timeOfDay(selection.atMs)} ${shortDayOf(selection.atMs)}`,
                selection.endpointIds.length,
              )}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
