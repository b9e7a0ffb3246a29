import type { JSX } from 'preact';
import { MeetingHistoryList } from '../../meeting-history.tsx';
import type { TabProps } from './tab-props.ts';

export const HistoryTab = ({ plan: { rest, meeting } }: TabProps): JSX.Element => (
  <MeetingHistoryList rest={rest} meetingId={meeting.id} version={meeting.version} />
);
