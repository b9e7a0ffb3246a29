import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ConferenceDocument } from '../../../../../protocol/conference/documents.ts';
import { documentWords } from './words.ts';
import { Alert, Button } from '../../../shared/controls.tsx';
import { DocumentIcon } from '../../../shared/icons.tsx';
import { saveFile } from '../../../shared/save-file.ts';
import { useMeeting } from '../../meeting-context.ts';

interface DownloadButtonProps {
  readonly document: ConferenceDocument;
  /** Also shows the title in the button. */
  readonly titled?: boolean;
}

export function DownloadButton({ document, titled = false }: DownloadButtonProps): JSX.Element {
  const { rest, meetingId } = useMeeting();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const { id: documentId, title } = document;
  const fetchIt = async (): Promise<void> => {
    setBusy(true);
    const result = await rest.download('document.content', { params: { meetingId, documentId } });
    setBusy(false);
    setFailed(!result.ok);
    if (result.ok) saveFile(result.value, title);
  };
  return (
    <>
      <Button
        label={documentWords().downloadOf(title)}
        disabled={busy}
        testId="document-download"
        onPress={() => void fetchIt()}
      >
        {titled && <DocumentIcon />}
        <span class="clipped">{titled ? title : documentWords().download}</span>
      </Button>
      {failed && <Alert>{documentWords().downloadFailed(title)}</Alert>}
    </>
  );
}
