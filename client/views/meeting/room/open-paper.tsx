import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DocumentView } from '../../../../protocol/rest/meetings/documents.ts';
import { useModal } from '../../../hooks/modal.ts';
import { commonWords } from '../../../i18n/common.ts';
import { untilAnswered } from '../../../signaling/until-answered.ts';
import { Button } from '../../shared/controls.tsx';
import { useMeeting } from '../meeting-context.ts';
import { DocumentPage } from '../panels/documents/document-page.tsx';
import { stepOf } from '../panels/documents/documents-turner.tsx';
import { documentWords } from '../panels/documents/words.ts';
import { roomWords } from './words.ts';

interface OpenPaperProps {
  readonly paper: DocumentView;
  /** Called once the server knows that the room has opened the paper. */
  readonly onRead: () => void;
  readonly onClose: () => void;
}

/** A paper over the whole screen of a room: left and right turn pages, up and down reach its buttons, Back closes. */
export function OpenPaper({ paper, onRead, onClose }: OpenPaperProps): JSX.Element {
  const [page, setPage] = useState(1);
  const pages = paper.pages ?? 1;
  const turn = (step: -1 | 1): void => setPage((now) => Math.min(pages, Math.max(1, now + step)));
  useReadMark(paper, onRead);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const step = stepOf(event);
      if (step === undefined) return;
      event.preventDefault();
      turn(step);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [pages]);
  const words = documentWords();
  return (
    <dialog
      {...useModal(onClose)}
      class="open-paper"
      aria-label={paper.title}
      data-turns-pages=""
      data-testid="open-paper"
    >
      <div class="open-paper__page">
        <DocumentPage document={paper} page={page} />
      </div>
      <footer>
        <span role="status" data-testid="open-paper-page" data-page={page}>
          {words.page(page, pages)}
        </span>
        {/* The only button here: OK alone reads to the end and closes. Left turns back. */}
        <Button look="primary" testId="open-paper-on" onPress={page === pages ? onClose : () => turn(1)}>
          {page === pages ? roomWords().doneReading : words.next}
        </Button>
        {pages > 1 && <span class="muted">{words.arrowKeys}</span>}
      </footer>
      {/* After the buttons above, which get the focus first; on the screen it is at the top. */}
      <header>
        <strong class="clipped">{paper.title}</strong>
        <Button testId="open-paper-close" onPress={onClose}>
          {commonWords().close}
        </Button>
      </header>
    </dialog>
  );
}

/** Tells the server that the room has opened the paper, until it has answered. */
function useReadMark({ id: documentId, readAtMs }: DocumentView, onRead: () => void): void {
  const { rest, meetingId } = useMeeting();
  const isUnread = readAtMs === null;
  useEffect(() => {
    if (!isUnread) return undefined;
    const over = new AbortController();
    const read = () => rest.call('document.read', { params: { meetingId, documentId } });
    void untilAnswered(read, over.signal).then((result) => {
      if (result?.ok === true) onRead();
    });
    return () => over.abort();
  }, [rest, meetingId, documentId, isUnread]);
}
