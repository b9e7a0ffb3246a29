import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ConferenceDocument } from '../../../../protocol/conference/documents.ts';
import { t } from '../../../i18n/messages.ts';
import { Alert, Button } from '../../controls.tsx';
import { DocumentIcon } from '../../icons.tsx';
import { saveFile } from '../../save-file.ts';
import { useMeeting } from '../meeting-context.ts';

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
        label={t().documents.downloadOf(title)}
        disabled={busy}
        testId="document-download"
        onPress={() => void fetchIt()}
      >
        {titled && <DocumentIcon />}
        <span class="clipped">{titled ? title : t().documents.download}</span>
      </Button>
      {failed && <Alert>{t().documents.downloadFailed(title)}</Alert>}
    </>
  );
}
