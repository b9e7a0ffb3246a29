import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button } from '../controls.tsx';
import { DocumentIcon } from '../icons.tsx';
import { saveFile } from '../save-file.ts';
import { paperListWords } from './words.ts';

interface DownloadButtonProps {
  readonly rest: Rest;
  readonly meetingId: string;
  readonly document: { readonly id: string; readonly title: string };
  /** Also shows the title in the button. */
  readonly titled?: boolean;
  /** Called when the file has arrived. */
  readonly onDownloaded?: () => void;
}

export function DownloadButton({
  rest,
  meetingId,
  document,
  titled = false,
  onDownloaded,
}: DownloadButtonProps): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const { id: documentId, title } = document;
  const fetchIt = async (): Promise<void> => {
    setBusy(true);
    const result = await rest.download('document.content', { params: { meetingId, documentId } });
    setBusy(false);
    setFailed(!result.ok);
    if (!result.ok) return;
    saveFile(result.value, title);
    onDownloaded?.();
  };
  return (
    <>
      <Button
        label={paperListWords().downloadOf(title)}
        disabled={busy}
        testId="document-download"
        onPress={() => void fetchIt()}
      >
        {titled && <DocumentIcon />}
        <span class="clipped">{titled ? title : paperListWords().download}</span>
      </Button>
      {failed && <Alert>{paperListWords().downloadFailed(title)}</Alert>}
    </>
  );
}
