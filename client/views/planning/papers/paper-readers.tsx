import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { DocumentView } from '../../../../protocol/rest/meetings/documents.ts';
import { usePolled } from '../../../hooks/polled.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { dateAndTimeOf } from '../../../i18n/formats.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../../shared/controls.tsx';
import { paperWords } from './words.ts';

const pollMs = 5_000;

interface PaperReadersProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly paper: DocumentView;
  readonly onClose: () => void;
}

/** Who of those invited has read a paper, those who have not first. */
export function PaperReaders({ rest, meetingId, paper, onClose }: PaperReadersProps): JSX.Element {
  const { id: documentId, title } = paper;
  const ask = useCallback(
    () => rest.call('document.readers', { params: { meetingId, documentId } }),
    [rest, meetingId, documentId],
  );
  const { value, error } = usePolled<'document.readers'>(ask, pollMs);
  const words = paperWords();
  return (
    <Dialog title={words.readersOf(title)} onClose={onClose}>
      {error && <Alert>{errorWords()[error]}</Alert>}
      <ul class="paper-readers">
        {value?.readers.map(({ readerId, name, siteName, readAtMs }) => (
          <li key={readerId} data-testid="paper-reader" data-read={readAtMs !== null}>
            <span>
              {name} <small class="muted">{siteName}</small>
            </span>
            <span>{readAtMs === null ? words.notRead : words.read(dateAndTimeOf(readAtMs))}</span>
          </li>
        ))}
      </ul>
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().close}</Button>
      </div>
    </Dialog>
  );
}
