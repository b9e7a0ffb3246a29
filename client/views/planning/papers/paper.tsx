import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { type DocumentView, documentTypes } from '../../../../protocol/rest/meetings/documents.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import { dateAndTimeOf } from '../../../i18n/formats.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, ConfirmedButton } from '../../shared/controls.tsx';
import { DownIcon, UpIcon } from '../../shared/desk-icons.ts';
import { DocumentIcon } from '../../shared/icons.tsx';
import { bytesText } from '../../shared/papers/bytes-text.ts';
import { DownloadButton } from '../../shared/papers/download-button.tsx';
import { VisibilitySelect } from '../../shared/papers/visibility-select.tsx';
import { paperListWords } from '../../shared/papers/words.ts';
import { paperWords } from './words.ts';

/** Whether a change was made, or why it was refused. */
export type Done = { readonly ok: true } | { readonly ok: false; readonly error: Refusal };

interface PaperProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly paper: DocumentView;
  /** How many are invited to the meeting. */
  readonly invited: number;
  readonly mayChange: boolean;
  /** Moves the paper; undefined at the end of the list. */
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
  /** Shows who has read it; undefined for callers that may not know. */
  readonly onReaders: (() => void) | undefined;
  readonly onDo: (asked: Promise<Done>) => void;
}

export function Paper({ paper, ...props }: PaperProps): JSX.Element {
  const { rest, meetingId, invited, mayChange, onReaders, onDo } = props;
  const words = paperWords();
  const { id: documentId, title, version, pages, bytes, visibleTo, uploadedAtMs, readAtMs, readers } = paper;
  const params = { meetingId, documentId };
  return (
    <li class="paper" data-testid="paper" data-document={documentId} data-visible-to={visibleTo}>
      <div class="document__about">
        <DocumentIcon />
        <div>
          <strong>{title}</strong>
          <small class="muted">
            {[
              ...(version > 1 ? [words.version(version)] : []),
              ...(pages === null ? [] : [paperListWords().pages(pages)]),
              bytesText(bytes),
              dateAndTimeOf(uploadedAtMs),
              ...(onReaders === undefined ? [] : [paperListWords().visibilities[visibleTo]]),
            ].join(' · ')}
          </small>
          <small class="muted">
            {readAtMs === null ? words.notRead : words.read(dateAndTimeOf(readAtMs))}
          </small>
        </div>
      </div>
      <div class="paper__buttons">
        <DownloadButton
          rest={rest}
          meetingId={meetingId}
          document={paper}
          onDownloaded={() => onDo(rest.call('document.read', { params }))}
        />
        {onReaders && readers !== null && (
          <Button look="quiet" testId="paper-readers" onPress={onReaders}>
            {words.readers(readers, invited)}
          </Button>
        )}
        {mayChange && <PaperChanges paper={paper} {...props} />}
      </div>
      {paper.earlier.length > 0 && (
        <details class="paper__earlier">
          <summary data-testid="paper-earlier">{words.earlier}</summary>
          <ul>
            {paper.earlier.map(({ id, version, uploadedAtMs }) => (
              <li key={id}>
                {words.version(version)} · {dateAndTimeOf(uploadedAtMs)}
                <DownloadButton rest={rest} meetingId={meetingId} document={{ id, title }} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** What those who prepare the papers can do with one. */
function PaperChanges({ rest, meetingId, paper, onUp, onDown, onDo }: PaperProps): JSX.Element {
  const words = paperWords();
  const inputId = useId();
  const { id: documentId, title, visibleTo } = paper;
  const params = { meetingId, documentId };
  return (
    <>
      <Button
        look="quiet"
        testId="paper-up"
        label={`${words.up}: ${title}`}
        disabled={!onUp}
        onPress={() => onUp?.()}
      >
        <UpIcon />
      </Button>
      <Button
        look="quiet"
        testId="paper-down"
        label={`${words.down}: ${title}`}
        disabled={!onDown}
        onPress={() => onDown?.()}
      >
        <DownIcon />
      </Button>
      <VisibilitySelect
        value={visibleTo}
        testId="paper-visibility"
        onChange={(chosen) => onDo(rest.call('document.change', { params, body: { visibleTo: chosen } }))}
      />
      <label for={inputId} class="button button--quiet">
        {words.replace}
      </label>
      <input
        id={inputId}
        class="visually-hidden"
        type="file"
        accept={documentTypes.join(',')}
        data-testid="paper-replace"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file === undefined) return;
          const query = { name: file.name, replaces: documentId };
          onDo(rest.upload('document.upload', { params: { meetingId }, query }, file));
        }}
      />
      <ConfirmedButton
        look="quiet"
        testId="paper-remove"
        question={paperListWords().removeConfirm(title)}
        confirm={paperListWords().remove}
        onConfirm={() => onDo(rest.call('document.remove', { params }))}
      >
        {paperListWords().remove}
      </ConfirmedButton>
    </>
  );
}
