import { streamKey } from '../../../../domain/media/sources.ts';
import type { Participant } from '../../../../protocol/state.ts';
import { meetingWords } from '../words.ts';
import { stageWords } from './words.ts';
import { viewingWords } from './viewing-words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { showsPicture } from '../../../state/conference/stage.ts';
import type { StreamTile } from '../../../state/conference/stage.ts';

/** The track that a tile shows now; undefined where it shows no picture. */
export function trackOf(attendance: Attendance, tile: StreamTile): MediaStreamTrack | undefined {
  const { media, viewing, conference, screen, capture } = attendance;
  const pictures = { audioOnly: viewing.audioOnly.value, picturesHeld: media.picturesHeld.value };
  if (!showsPicture(conference.conference.value, tile, pictures, tile.isOwn)) return undefined;
  if (!tile.isOwn) return media.received.value.get(streamKey(tile.participantId, tile.source));
  return tile.source === 'screen' ? screen.value : capture.camera.value;
}

/** The text in place of a participant's picture. */
export function whyBlank({ viewing, media, conference }: Attendance, { cameraHeld }: Participant): string {
  if (conference.standing.value.kind === 'reconnecting') return meetingWords().connectionLost;
  if (cameraHeld) return stageWords().cameraHeld;
  return viewing.audioOnly.value || media.picturesHeld.value
    ? viewingWords().withoutPictures
    : stageWords().noVideo;
}
