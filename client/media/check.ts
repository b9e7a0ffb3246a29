import type { RehearsalClaims } from '../../protocol/rest/rehearsals.ts';
import type { Rest } from '../signaling/rest.ts';
import { Capture } from './capture.ts';
import { checkCamera } from './check-camera.ts';
import { measureLine } from './check-line.ts';
import { checkSound } from './check-sound.ts';

/** What a room has found of itself, and a small picture of what its camera sees. */
export interface RoomCheck {
  readonly claims: RehearsalClaims;
  readonly picture: Blob | null;
}

/**
 * This room's check of itself: its devices, then its line. It takes some seconds and lets go of everything at the end.
 *
 * @param report tells the server, which looks at its own end of the line then: so it still stands
 */
export async function checkRoom(
  rest: Rest,
  signal: AbortSignal,
  report: (check: RoomCheck) => Promise<void>,
): Promise<void> {
  const capture = new Capture();
  try {
    const [seen, heard] = await Promise.all([checkCamera(capture), checkSound(capture)]);
    const { downJitterMs, close } = await measureLine(rest, signal);
    try {
      const claims = { ...heard, camera: seen?.figures ?? null, downJitterMs };
      if (!signal.aborted) await report({ claims, picture: seen?.picture ?? null });
    } finally {
      close();
    }
  } finally {
    capture.stop();
  }
}
