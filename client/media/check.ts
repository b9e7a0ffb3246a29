import type { RehearsalClaims } from '../../protocol/rest/meetings/rehearsals.ts';
import type { Rest } from '../signaling/rest.ts';
import { Capture } from './capture.ts';
import { checkCamera } from './check-camera.ts';
import { checkLine } from './check-line.ts';
import { checkSound } from './check-sound.ts';

/** What a room has found in its own check, and a small picture of what its camera sees. */
export interface RoomCheck {
  readonly claims: RehearsalClaims;
  readonly picture: Blob | null;
}

/**
 * A room's check of itself: first its devices, then its line. Takes some seconds and
 * releases everything at the end.
 *
 * @param report sends the result; the transports stay open until it resolves, because the
 *   server then reads its side
 */
export async function checkRoom(
  rest: Rest,
  signal: AbortSignal,
  report: (check: RoomCheck) => Promise<void>,
): Promise<void> {
  const capture = new Capture();
  try {
    const [seen, heard] = await Promise.all([checkCamera(capture), checkSound(capture)]);
    const { downJitterMs, close } = await checkLine(rest, signal);
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
