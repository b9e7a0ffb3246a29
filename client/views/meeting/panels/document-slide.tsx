import type { JSX } from 'preact';
import { t } from '../../../i18n/messages.ts';
import type { ConferenceStore } from '../../../state/conference.ts';

interface DocumentSlideProps {
  readonly store: ConferenceStore;
  readonly documentId: string;
  readonly page: number;
}

/** The page of a document that every screen shows in the place of the slides. */
export function DocumentSlide({ store, documentId, page }: DocumentSlideProps): JSX.Element {
  const document = store.conference.value.documents.byId[documentId];
  return (
    <div class="tile__blank" data-testid="document-slide" data-page={page}>
      <strong>{document?.title}</strong>
      <span>{t().stageWords.page(page)}</span>
    </div>
  );
}
