import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { documentTypes } from '../../../../protocol/rest/meetings/documents.ts';
import type { Visibility } from '../../../../protocol/conference/documents.ts';
import { errorWords } from '../../../i18n/errors.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert } from '../controls.tsx';
import { VisibilitySelect } from './visibility-select.tsx';
import { paperListWords } from './words.ts';

interface FailedUpload {
  readonly name: string;
  readonly code: ErrorCode;
}

interface UploadPapersProps {
  readonly rest: Rest;
  readonly meetingId: string;
  /** Called after each file that was uploaded. */
  readonly onUploaded?: () => void;
}

/** Uploads dropped or chosen files to a meeting, one after the other. */
export function UploadPapers({ rest, meetingId, onUploaded }: UploadPapersProps): JSX.Element {
  const inputId = useId();
  const [visibleTo, setVisibleTo] = useState<Visibility>('all');
  const [uploading, setUploading] = useState<string>();
  const [failed, setFailed] = useState<readonly FailedUpload[]>([]);
  const [isOver, setIsOver] = useState(false);
  const upload = async (files: readonly File[]): Promise<void> => {
    const failures: FailedUpload[] = [];
    for (const file of files) {
      setUploading(file.name);
      const query = { name: file.name, visibleTo };
      const result = await rest.upload('document.upload', { params: { meetingId }, query }, file);
      if (result.ok) onUploaded?.();
      else failures.push({ name: file.name, code: result.error.code });
    }
    setUploading(undefined);
    setFailed(failures);
  };
  return (
    <div class="upload">
      <VisibilitySelect value={visibleTo} testId="upload-visibility" onChange={setVisibleTo} />
      <label
        for={inputId}
        class={`upload__place${isOver ? ' upload__place--over' : ''}`}
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
          {uploading === undefined ? paperListWords().upload : paperListWords().uploading(uploading)}
        </strong>
        <small>{paperListWords().uploadHint}</small>
        {uploading !== undefined && <progress aria-label={paperListWords().uploading(uploading)} />}
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
        <Alert key={name}>{paperListWords().uploadFailed(name, errorWords()[code])}</Alert>
      ))}
    </div>
  );
}
