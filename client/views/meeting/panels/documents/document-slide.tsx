import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConferenceDocument } from '../../../../../protocol/conference/documents.ts';
import { errors } from '../../../../../protocol/errors.ts';
import { documentWords } from './words.ts';
import { backoffMs, pause } from '../../../../signaling/backoff.ts';
import type { ConferenceStore } from '../../../../state/conference.ts';
import { kindOf, presentation } from '../../../../state/documents.ts';
import { openPdf } from '../../../../state/documents-pdf.ts';
import type { Pdf } from '../../../../state/documents-pdf.ts';
import { DocumentIcon } from '../../../shared/icons.tsx';
import { useMeeting } from '../../meeting-context.ts';
import type { Meeting } from '../../meeting-context.ts';
import { DownloadButton } from './documents-download.tsx';
import { bytesText } from './documents-size.ts';
import { PageTurner } from './documents-turner.tsx';

interface DocumentSlideProps {
  readonly store: ConferenceStore;
  readonly documentId: string;
  readonly page: number;
}

/**
 * The page of a document that every screen shows in place of the slides; the presenter turns its pages here.
 */
export function DocumentSlide({ store, documentId, page }: DocumentSlideProps): JSX.Element {
  const document = store.conference.value.documents.byId[documentId];
  const own = store.own.value;
  const shown = own && presentation(store.conference.value, own);
  return (
    <div class="slide" data-testid="document-slide" data-document={documentId} data-page={page}>
      {document && <Content key={documentId} document={document} page={page} />}
      {shown && (shown.mayTurn || shown.mayHide) && <PageTurner store={store} shown={shown} />}
    </div>
  );
}

function Content({
  document,
  page,
}: {
  readonly document: ConferenceDocument;
  readonly page: number;
}): JSX.Element {
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
  readonly document: ConferenceDocument;
  readonly text?: string;
}): JSX.Element {
  return (
    <div class="slide__card" data-testid="slide-card">
      <DocumentIcon />
      <strong>{document.title}</strong>
      {text !== undefined && <span>{text}</span>}
      <DownloadButton document={document} />
    </div>
  );
}

/**
 * A page as the server has drawn it. If the server could not, this screen draws the
 * document itself from then on.
 */
function PageSlide({
  document,
  page,
}: {
  readonly document: ConferenceDocument;
  readonly page: number;
}): JSX.Element {
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

function Original({
  document,
  page,
}: {
  readonly document: ConferenceDocument;
  readonly page: number;
}): JSX.Element {
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
  document: ConferenceDocument,
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
  { rest, meetingId }: Pick<Meeting, 'rest' | 'meetingId'>,
  documentId: string,
  over: AbortSignal,
): Promise<Blob | undefined> {
  for (let failures = 1; !over.aborted; failures += 1) {
    const request = { params: { meetingId, documentId } };
    const result = await rest.download('document.content', request, { over });
    if (over.aborted) break;
    if (result.ok) return result.value;
    const { code } = result.error;
    if (!errors[code].retryable) throw new Error(code);
    await pause(backoffMs(failures, Math.random()), over);
  }
  return undefined;
}

const closePdf = (pdf: Pdf): void => pdf.close();

function PdfPage({
  document,
  page,
}: {
  readonly document: ConferenceDocument;
  readonly page: number;
}): JSX.Element {
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

function ImageSlide({ document }: { readonly document: ConferenceDocument }): JSX.Element {
  const opened = useOpened(document, addressOf, forget);
  switch (opened.kind) {
    case 'loading':
      return <p class="slide__loading">{documentWords().loading}</p>;
    case 'failed':
      return <TitleCard document={document} text={documentWords().cannotShow} />;
    case 'open':
      return <img class="slide__image" src={opened.content} alt={document.title} data-testid="slide-image" />;
    default:
      return opened satisfies never;
  }
}
