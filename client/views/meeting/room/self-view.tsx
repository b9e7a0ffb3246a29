import type { JSX } from 'preact';
import type { Participant } from '../../../../protocol/state.ts';
import { roomWords } from './words.ts';
import { stageWords } from '../stage/words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { tiles } from '../../../state/conference/stage.ts';
import { Picture } from '../stage/picture.tsx';

interface SelfViewProps {
  readonly attendance: Attendance;
  readonly own: Participant;
}

/** The room's own camera, small and as the others see it; nothing while the stage already shows it. */
export function SelfView({ attendance, own }: SelfViewProps): JSX.Element | null {
  const { capture, conference, viewing } = attendance;
  const track = capture.camera.value;
  const isOnStage =
    conference.conference.value.phase !== 'break' &&
    tiles(conference.conference.value, own.id).some(
      (tile) => tile.kind === 'stream' && tile.isOwn && tile.source === 'camera',
    );
  if (!track || isOnStage) return null;
  const isOff = own.cameraHeld || viewing.audioOnly.value;
  return (
    <figure class={`self-view${isOff ? ' self-view--off' : ''}`} data-testid="self-view">
      <Picture track={track} />
      <figcaption>
        {own.cameraHeld ? stageWords().cameraHeld : isOff ? roomWords().notSent : roomWords().ownPicture}
      </figcaption>
    </figure>
  );
}
