import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../../protocol/errors.ts';
import { documentTypes } from '../../../../../protocol/rest/meetings/documents.ts';
import { visibility } from '../../../../../protocol/conference/documents.ts';
import type { ConferenceDocument } from '../../../../../protocol/conference/documents.ts';
import { documentWords } from './words.ts';
import { errorWords } from '../../../../i18n/errors.ts';
import { Alert, Select } from '../../../shared/controls.tsx';
import { useMeeting } from '../../meeting-context.ts';

interface FailedUpload {
  readonly name: string;
  readonly code: ErrorCode;
}

/** Uploads dropped or chosen files, one after the other; they come back as events of the conference. */
export function DocumentUpload(): JSX.Element {
  const { rest, meetingId } = useMeeting();
  const inputId = useId();
  const [visibleTo, setVisibleTo] = useState<ConferenceDocument['visibleTo']>('all');
  const [uploading, setUploading] = useState<string>();
  const [failed, setFailed] = useState<readonly FailedUpload[]>([]);
  const [isOver, setIsOver] = useState(false);
  const upload = async (files: readonly File[]): Promise<void> => {
    const failures: FailedUpload[] = [];
    for (const file of files) {
      setUploading(file.name);
      const query = { name: file.name, visibleTo };
      const result = await rest.upload('document.upload', { params: { meetingId }, query }, file);
      if (!result.ok) failures.push({ name: file.name, code: result.error.code });
    }
    setUploading(undefined);
    setFailed(failures);
  };
  return (
    <div class="upload">
      <Select
        label={documentWords().visibleTo}
        value={visibleTo}
        options={visibility.options.map((value) => ({ value, text: documentWords().visibilities[value] }))}
        testId="upload-visibility"
        onChange={setVisibleTo}
      />
      <label
        for={inputId}
        class={`upload__place${isOver ? ' upload__place--over' : ''}`}
        data-testid="upload-place"
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          void upload([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <strong>
          {uploading === undefined ? documentWords().upload : documentWords().uploading(uploading)}
        </strong>
        <small>{documentWords().uploadHint}</small>
        {uploading !== undefined && <progress />}
      </label>
      <input
        id={inputId}
        class="visually-hidden"
        type="file"
        multiple
        accept={documentTypes.join(',')}
        disabled={uploading !== undefined}
        data-testid="upload-file"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // Otherwise the same file could not be chosen again after a correction.
          event.currentTarget.value = '';
          void upload(files);
        }}
      />
      {failed.map(({ name, code }) => (
        <Alert key={name}>{documentWords().uploadFailed(name, errorWords()[code])}</Alert>
      ))}
    </div>
  );
}
