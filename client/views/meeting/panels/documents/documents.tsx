import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isModerator } from '../../../../../domain/conference/state.ts';
import { documentWords } from './words.ts';
import { documentViews, presentation } from '../../../../state/documents/documents.ts';
import type { ListedDocument, Presentation } from '../../../../state/documents/documents.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Button, ConfirmedButton, Field } from '../../../shared/controls.tsx';
import { DocumentIcon } from '../../../shared/icons.tsx';
import { useMeeting } from '../../meeting-context.ts';
import { MeetingDownload } from './meeting-download.tsx';
import { UploadPapers } from '../../../shared/papers/upload-papers.tsx';
import { VisibilitySelect } from '../../../shared/papers/visibility-select.tsx';
import { paperListWords } from '../../../shared/papers/words.ts';
import type { PanelProps } from '../panel-props.ts';
import { bytesText } from '../../../shared/papers/bytes-text.ts';

/** The documents of the meeting: to read, and to present to everybody. */
export function DocumentsPanel({ store, own }: PanelProps): JSX.Element {
  const { rest, meetingId } = useMeeting();
  const conference = store.conference.value;
  const views = documentViews(conference, own);
  const shown = presentation(conference, own);
  return (
    <div class="documents">
      {shown && <Presenting store={store} shown={shown} />}
      {isModerator(own.role) && <UploadPapers rest={rest} meetingId={meetingId} />}
      {views.length === 0 && <p class="muted">{paperListWords().none}</p>}
      <ul class="documents__list">
        {views.map((view) => (
          <Document key={view.document.id} store={store} view={view} />
        ))}
      </ul>
    </div>
  );
}

/** The document on the stage, with a field for a page number, because a report may have hundreds of pages. */
function Presenting({
  store,
  shown,
}: {
  readonly store: ConferenceStore;
  readonly shown: Presentation;
}): JSX.Element {
  const [typed, setTyped] = useState('');
  const { document, page, pages, byName, mayTurn, mayHide } = shown;
  const wished = Number(typed);
  const valid = Number.isInteger(wished) && wished >= 1 && wished <= pages;
  return (
    <section class="presenting">
      <strong>{document.title}</strong>
      <span class="muted">
        {documentWords().shownBy(byName)}
        {pages > 1 && ` · ${documentWords().page(page, pages)}`}
      </span>
      {mayTurn && pages > 1 && (
        <form
          class="presenting__page"
          onSubmit={(event) => {
            event.preventDefault();
            if (!valid) return;
            setTyped('');
            void store.command('document.show', { documentId: document.id, page: wished });
          }}
        >
          <Field
            label={documentWords().pageNumber}
            value={typed}
            type="number"
            testId="page-wished"
            onInput={setTyped}
          />
          <Button type="submit" disabled={!valid} testId="page-go">
            {documentWords().goToPage}
          </Button>
        </form>
      )}
      {mayTurn && pages > 1 && <small class="muted">{documentWords().arrowKeys}</small>}
      {mayHide && (
        <Button testId="document-hide" onPress={() => void store.command('document.hide', {})}>
          {documentWords().hide}
        </Button>
      )}
    </section>
  );
}

interface DocumentProps {
  readonly store: ConferenceStore;
  readonly view: ListedDocument;
}

function Document({ store, view }: DocumentProps): JSX.Element {
  const { document, isShown, mayShow, mayChange } = view;
  const { id: documentId, title, bytes, pages, visibleTo } = document;
  return (
    <li
      class={`document${isShown ? ' document--shown' : ''}`}
      data-testid="document"
      data-document={documentId}
      data-visible-to={visibleTo}
      data-shown={isShown}
    >
      <div class="document__about">
        <DocumentIcon />
        <div>
          <strong>{title}</strong>
          <small class="muted">
            {pages !== null && `${paperListWords().pages(pages)} · `}
            {bytesText(bytes)}
            {mayChange && ` · ${paperListWords().visibilities[visibleTo]}`}
          </small>
        </div>
      </div>
      <div class="panel__buttons">
        {mayShow && !isShown && (
          <Button
            look="primary"
            testId="document-show"
            onPress={() => void store.command('document.show', { documentId })}
          >
            {documentWords().show}
          </Button>
        )}
        {isShown && <span class="badge badge--live">{documentWords().shown}</span>}
        <MeetingDownload document={document} />
        {mayChange && (
          <>
            <VisibilitySelect
              value={visibleTo}
              testId="document-visibility"
              onChange={(chosen) =>
                void store.command('document.setVisibility', { documentId, visibleTo: chosen })
              }
            />
            <ConfirmedButton
              look="quiet"
              testId="document-remove"
              question={paperListWords().removeConfirm(title)}
              confirm={paperListWords().remove}
              onConfirm={() => void store.command('document.remove', { documentId })}
            >
              {paperListWords().remove}
            </ConfirmedButton>
          </>
        )}
      </div>
    </li>
  );
}
