import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../../protocol/errors.ts';
import type { DocumentView } from '../../../../../protocol/rest/meetings/documents.ts';
import { isModerator } from '../../../../../domain/conference/state.ts';
import { errorWords } from '../../../../i18n/errors.ts';
import { usePolled } from '../../../../hooks/polled.ts';
import { moved } from '../../../../state/planning/papers.ts';
import { Alert } from '../../../shared/controls.tsx';
import { UploadPapers } from '../../../shared/papers/upload-papers.tsx';
import { paperListWords } from '../../../shared/papers/words.ts';
import { type Done, Paper } from '../../papers/paper.tsx';
import { PaperReaders } from '../../papers/paper-readers.tsx';
import { paperWords } from '../../papers/words.ts';
import type { TabProps } from './tab-props.ts';

const pollMs = 5_000;

/** The papers of the meeting: to read for those invited, to prepare and to complete for those who lead it. */
export function PapersTab({ plan: { rest, meeting } }: TabProps): JSX.Element {
  const { id: meetingId, state, self } = meeting;
  const ask = useCallback(() => rest.call('document.list', { params: { meetingId } }), [rest, meetingId]);
  const { value, error, refresh } = usePolled<'document.list'>(ask, pollMs);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [opened, setOpened] = useState<DocumentView>();
  const moderates = self.role !== null && isModerator(self.role);
  const isBefore = state !== 'live' && state !== 'ended' && state !== 'closed' && state !== 'cancelled';
  const papers = value?.documents ?? [];
  const does = async (asked: Promise<Done>): Promise<void> => {
    const result = await asked;
    setRefusal(result.ok ? undefined : result.error.code);
    refresh();
  };
  const move = (documentId: string, by: -1 | 1): void => {
    const documentIds = moved(
      papers.map(({ id }) => id),
      documentId,
      by,
    );
    void does(rest.call('document.order', { params: { meetingId }, body: { documentIds } }));
  };
  const shownError = refusal ?? error;
  return (
    <>
      {shownError && <Alert>{errorWords()[shownError]}</Alert>}
      {moderates && state === 'live' && <p class="muted">{paperWords().duringSession}</p>}
      {moderates && state === 'ended' && <p class="muted">{paperWords().afterSession}</p>}
      {moderates && (isBefore || state === 'ended') && (
        <UploadPapers rest={rest} meetingId={meetingId} onUploaded={refresh} />
      )}
      {value && papers.length === 0 && <p class="empty">{paperListWords().none}</p>}
      <ol class="papers">
        {papers.map((paper, index) => (
          <Paper
            key={paper.id}
            rest={rest}
            meetingId={meetingId}
            paper={paper}
            invited={meeting.invitations.length}
            mayChange={moderates && isBefore}
            onUp={index > 0 ? () => move(paper.id, -1) : undefined}
            onDown={index < papers.length - 1 ? () => move(paper.id, 1) : undefined}
            onReaders={moderates ? () => setOpened(paper) : undefined}
            onDo={(asked) => void does(asked)}
          />
        ))}
      </ol>
      {opened && (
        <PaperReaders rest={rest} meetingId={meetingId} paper={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}
