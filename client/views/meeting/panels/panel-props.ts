import type { Participant } from '../../../../protocol/state.ts';
import type { ConferenceStore } from '../../../state/conference.ts';

export interface PanelProps {
  readonly store: ConferenceStore;
  readonly own: Participant;
}
