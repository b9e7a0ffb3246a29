import { streamKey } from '../../../domain/media/sources.ts';
import type { Attendance } from '../../media/attendance.ts';
import { showsPicture } from '../../state/stage.ts';
import type { StreamTile } from '../../state/stage.ts';

/** What a tile is to show right now; undefined where that is no picture. */
export function trackOf(attendance: Attendance, tile: StreamTile): MediaStreamTrack | undefined {
  const { media, viewing, conference, screen, capture } = attendance;
  const pictures = { audioOnly: viewing.audioOnly.value, picturesHeld: media.picturesHeld.value };
  if (!showsPicture(conference.conference.value, tile, pictures, tile.isOwn)) return undefined;
  if (!tile.isOwn) return media.received.value.get(streamKey(tile.participantId, tile.source));
  return tile.source === 'screen' ? screen.value : capture.camera.value;
}
