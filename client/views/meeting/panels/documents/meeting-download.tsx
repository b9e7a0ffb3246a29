import type { JSX } from 'preact';
import type { ConferenceDocument } from '../../../../../protocol/conference/documents.ts';
import { DownloadButton } from '../../../shared/papers/download-button.tsx';
import { useMeeting } from '../../meeting-context.ts';

interface MeetingDownloadProps {
  readonly document: Pick<ConferenceDocument, 'id' | 'title'>;
  /** Also shows the title in the button. */
  readonly titled?: boolean;
}

/** Downloads a document of the meeting on the screen. */
export function MeetingDownload(props: MeetingDownloadProps): JSX.Element {
  const { rest, meetingId } = useMeeting();
  return <DownloadButton rest={rest} meetingId={meetingId} {...props} />;
}
