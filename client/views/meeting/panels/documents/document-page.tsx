import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConferenceDocument } from '../../../../../protocol/conference/documents.ts';
import { documentWords } from './words.ts';
import { untilAnswered } from '../../../../signaling/until-answered.ts';
import { kindOf } from '../../../../state/documents/documents.ts';
import { openPdf } from '../../../../state/documents/documents-pdf.ts';
import type { Pdf } from '../../../../state/documents/documents-pdf.ts';
import { DocumentIcon } from '../../../shared/icons.tsx';
import { useMeeting } from '../../meeting-context.ts';
import type { MeetingOfPage } from '../../meeting-context.ts';
import { MeetingDownload } from './meeting-download.tsx';
import { bytesText } from '../../../shared/papers/bytes-text.ts';

/** What a screen must know of a document to draw it. */
type DrawnDocument = Omit<ConferenceDocument, 'addedAt'>;

interface DocumentPageProps {
  readonly document: DrawnDocument;
  readonly page: number;
}

/** A page of a document, in the box around it. A document without pages is shown by its title. */
export function DocumentPage({ document, page }: DocumentPageProps): JSX.Element {
  const kind = kindOf(document);
  switch (kind) {
    case 'pdf':
    case 'image':
      return <PageSlide document={document} page={page} />;
    case 'other':
      return <TitleCard document={document} />;
    default:
      return kind satisfies never;
  }
}

/** For a document that is known only by its title, or could not be shown. */
function TitleCard({
  document,
  text,
}: {
  readonly document: DrawnDocument;
  readonly text?: string;
}): JSX.Element {
  return (
    <div class="slide__card">
      <DocumentIcon />
      <strong>{document.title}</strong>
      {text !== undefined && <span>{text}</span>}
      <MeetingDownload document={document} />
    </div>
  );
}

/**
 * A page as the server has drawn it. If the server could not, this screen draws the
 * document itself from then on.
 */
function PageSlide({ document, page }: DocumentPageProps): JSX.Element {
  const { pictures, meetingId } = useMeeting();
  const [shown, setShown] = useState<{ readonly page: number; readonly address: string }>();
  const [failed, setFailed] = useState(false);
  const { id: documentId } = document;
  const pages = document.pages ?? 1;
  useEffect(() => {
    const over = new AbortController();
    const show = async (): Promise<void> => {
      const picture = await pictures.get({ meetingId, documentId, page }, over.signal);
      if (over.signal.aborted) return;
      if (!picture) {
        setFailed(true);
        return;
      }
      const address = URL.createObjectURL(picture);
      // The old page stays until the new one is complete, so that nothing flickers.
      const decoded = await isDecoded(address);
      if (over.signal.aborted || !decoded) {
        URL.revokeObjectURL(address);
        if (!decoded) setFailed(true);
        return;
      }
      setShown({ page, address });
      if (page < pages) await pictures.get({ meetingId, documentId, page: page + 1 }, over.signal, true);
    };
    void show();
    return () => over.abort();
  }, [pictures, meetingId, documentId, page, pages]);
  useEffect(
    () => () => {
      if (shown) URL.revokeObjectURL(shown.address);
    },
    [shown],
  );
  if (failed) return <Original document={document} page={page} />;
  return (
    <>
      {shown && (
        <img
          class="slide__image"
          src={shown.address}
          alt={`${document.title}, ${documentWords().page(shown.page, pages)}`}
          data-testid="slide-picture"
          data-page={shown.page}
        />
      )}
      {!shown && <p class="slide__loading">{documentWords().loading}</p>}
      {shown && shown.page !== page && (
        <p class="slide__note" role="status">
          {documentWords().loadingPage(page)}
        </p>
      )}
    </>
  );
}

async function isDecoded(address: string): Promise<boolean> {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return true;
  } catch {
    // This browser cannot read the image.
    return false;
  }
}

function Original({ document, page }: DocumentPageProps): JSX.Element {
  return (
    <>
      {kindOf(document) === 'pdf' ? (
        <PdfPage document={document} page={page} />
      ) : (
        <ImageSlide document={document} />
      )}
      <p class="slide__note" role="status" data-testid="slide-from-original">
        {documentWords().fromOriginal(bytesText(document.bytes))}
      </p>
    </>
  );
}

type Opened<T> = { readonly kind: 'loading' | 'failed' } | { readonly kind: 'open'; readonly content: T };

/**
 * The content of a document, prepared by `open`; `close` releases it when the document is no longer shown.
 */
function useOpened<T>(
  document: DrawnDocument,
  open: (content: Blob) => Promise<T> | T,
  close: (content: T) => void,
): Opened<T> {
  const { rest, meetingId } = useMeeting();
  const [opened, setOpened] = useState<Opened<T>>({ kind: 'loading' });
  const { id } = document;
  const using = useRef({ open, close });
  useEffect(() => {
    const { open, close } = using.current;
    let given: { readonly content: T } | undefined;
    const over = new AbortController();
    void contentOf({ rest, meetingId }, id, over.signal)
      .then(async (content) => {
        if (!content) return;
        given = { content: await open(content) };
        if (over.signal.aborted) close(given.content);
        else setOpened({ kind: 'open', content: given.content });
      })
      .catch(() => setOpened({ kind: 'failed' }));
    return () => {
      over.abort();
      if (given) close(given.content);
    };
  }, [rest, meetingId, id]);
  return opened;
}

/**
 * Tries again while the document is shown, because a room has no one to ask for it; undefined once it is not
 * shown. Rejects where another attempt would not help.
 */
async function contentOf(
  { rest, meetingId }: Pick<MeetingOfPage, 'rest' | 'meetingId'>,
  documentId: string,
  over: AbortSignal,
): Promise<Blob | undefined> {
  const request = { params: { meetingId, documentId } };
  const result = await untilAnswered(() => rest.download('document.content', request, { over }), over);
  if (over.aborted || result === undefined) return undefined;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const closePdf = (pdf: Pdf): void => pdf.close();

function PdfPage({ document, page }: DocumentPageProps): JSX.Element {
  const opened = useOpened(document, openPdf, closePdf);
  const frame = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const pdf = opened.kind === 'open' ? opened.content : undefined;
  useEffect(() => {
    const { current: into } = frame;
    if (!pdf || !into) return undefined;
    const draw = async (): Promise<void> => {
      const width = into.clientWidth * devicePixelRatio;
      const height = into.clientHeight * devicePixelRatio;
      if (width < 1 || height < 1) return;
      const canvas = await pdf.draw(Math.min(page, pdf.pages), width, height);
      // The old page stays until the new one is complete, so that nothing flickers.
      if (canvas) {
        canvas.dataset['page'] = String(page);
        into.replaceChildren(canvas);
      }
    };
    const redraw = (): void => {
      draw().then(
        () => setFailed(false),
        () => setFailed(true),
      );
    };
    // The observer reports the size at once, so it also triggers the first drawing.
    const observer = new ResizeObserver(redraw);
    observer.observe(into);
    return () => observer.disconnect();
  }, [pdf, page]);
  if (opened.kind === 'failed' || failed)
    return <TitleCard document={document} text={documentWords().cannotShow} />;
  return (
    <>
      {!pdf && <p class="slide__loading">{documentWords().loading}</p>}
      <div
        ref={frame}
        class="slide__page"
        role="img"
        aria-label={`${document.title}, ${documentWords().page(page, document.pages ?? 1)}`}
        data-testid="slide-page"
      />
    </>
  );
}

const addressOf = (content: Blob): string => URL.createObjectURL(content);
const forget = (address: string): void => URL.revokeObjectURL(address);

function ImageSlide({ document }: { readonly document: DrawnDocument }): JSX.Element {
  const opened = useOpened(document, addressOf, forget);
  switch (opened.kind) {
    case 'loading':
      return <p class="slide__loading">{documentWords().loading}</p>;
    case 'failed':
      return <TitleCard document={document} text={documentWords().cannotShow} />;
    case 'open':
      return <img class="slide__image" src={opened.content} alt={document.title} />;
    default:
      return opened satisfies never;
  }
}
