import type { JSX } from 'preact';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { presentation } from '../../../../state/documents/documents.ts';
import { DocumentPage } from './document-page.tsx';
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
      {document && <DocumentPage key={documentId} document={document} page={page} />}
      {shown && (shown.mayTurn || shown.mayHide) && <PageTurner store={store} shown={shown} />}
    </div>
  );
}
