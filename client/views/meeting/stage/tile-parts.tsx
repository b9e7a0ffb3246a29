import type { JSX } from 'preact';
import type { Participant } from '../../../../protocol/state.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { HallIcon, MicrophoneIcon, MicrophoneOffIcon } from '../../shared/icons.tsx';
import { SiteLabel } from '../site-label.tsx';
import { meetingWords } from '../words.ts';
import { whyBlank } from './track.ts';

// Spans only: a tile of the wall is a button, which may hold no blocks.

interface BlankTileProps {
  readonly attendance: Attendance;
  readonly participant: Participant;
}

/** In place of a picture: why there is none. */
export const BlankTile = ({ attendance, participant }: BlankTileProps): JSX.Element => (
  <span class="tile__blank">
    <HallIcon />
    <span>{whyBlank(attendance, participant)}</span>
  </span>
);

interface TileCaptionProps {
  readonly participant: Participant;
  readonly isOwn: boolean;
}

/** Who a tile shows, and the state of the microphone. */
export const TileCaption = ({ participant, isOwn }: TileCaptionProps): JSX.Element => (
  <>
    <span class="tile__name">
      <strong>{isOwn ? meetingWords().ownTile(participant.name) : participant.name}</strong>
      <SiteLabel of={participant} />
    </span>
    <span class={`tile__microphone tile__microphone--${participant.microphone}`}>
      {participant.microphone === 'open' ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      <span class="visually-hidden">{meetingWords().microphoneStates[participant.microphone]}</span>
    </span>
  </>
);
