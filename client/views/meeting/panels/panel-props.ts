import type { Participant } from '../../../../protocol/state.ts';
import type { Attendance } from '../../../media/attendance.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';

export interface PanelProps {
  readonly store: ConferenceStore;
  readonly own: Participant;
}

/** What a panel beside the stage gets. */
export interface SidePanelProps extends PanelProps {
  readonly attendance: Attendance;
}
