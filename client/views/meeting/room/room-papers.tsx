import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { DocumentView } from '../../../../protocol/rest/meetings/documents.ts';
import { usePolled } from '../../../hooks/polled.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { kindOf } from '../../../state/documents/documents.ts';
import type { PagePictureCache } from '../../../state/documents/page-pictures.ts';
import { Button } from '../../shared/controls.tsx';
import { DocumentIcon } from '../../shared/icons.tsx';
import { lazyView } from '../../shared/lazy-view.tsx';
import { paperListWords } from '../../shared/papers/words.ts';
import { MeetingProvider } from '../meeting-context.ts';
import { roomWords } from './words.ts';

/** Hundreds of rooms ask. */
const pollMs = 30_000;

const OpenPaper = lazyView(async () => (await import('./open-paper.tsx')).OpenPaper);

interface RoomPapersProps {
  readonly rest: Rest;
  readonly pictures: PagePictureCache;
  readonly meetingId: string;
  readonly heading: string;
}

/** The papers of a meeting that the room may see, to read on its screen; nothing while there are none. */
export function RoomPapers({ rest, pictures, meetingId, heading }: RoomPapersProps): JSX.Element | null {
  const ask = useCallback(() => rest.call('document.list', { params: { meetingId } }), [rest, meetingId]);
  const { value, error, refresh } = usePolled<'document.list'>(ask, pollMs);
  const [openedId, setOpenedId] = useState<string>();
  useEffect(() => void OpenPaper.prepare(), []);
  // The room may see the meeting no longer: the last answer does not count.
  const papers = error === 'not-found' ? [] : (value?.documents ?? []);
  if (papers.length === 0) return null;
  const opened = papers.find(({ id }) => id === openedId);
  return (
    <section class="room-papers" data-testid="room-papers" data-meeting={meetingId}>
      <h2>{heading}</h2>
      <ol>
        {papers.map((paper) => (
          <li key={paper.id}>
            <ListedPaper paper={paper} onOpen={() => setOpenedId(paper.id)} />
          </li>
        ))}
      </ol>
      {opened && (
        <MeetingProvider value={{ meetingId, rest, pictures, mayPlan: false }}>
          <OpenPaper key={opened.id} paper={opened} onRead={refresh} onClose={() => setOpenedId(undefined)} />
        </MeetingProvider>
      )}
    </section>
  );
}

function ListedPaper({
  paper,
  onOpen,
}: {
  readonly paper: DocumentView;
  readonly onOpen: () => void;
}): JSX.Element {
  const { title, pages, readAtMs } = paper;
  const words = roomWords();
  if (kindOf(paper) === 'other') {
    return (
      <p class="room-papers__closed">
        {title} <small>{words.notOnScreen}</small>
      </p>
    );
  }
  return (
    <Button testId="room-paper" onPress={onOpen}>
      <DocumentIcon />
      <span class="clipped">{title}</span>
      <small data-testid="room-paper-read" data-read={readAtMs !== null}>
        {pages !== null && `${paperListWords().pages(pages)} · `}
        {readAtMs === null ? words.unread : words.read}
      </small>
    </Button>
  );
}
