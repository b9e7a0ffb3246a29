import type { Source } from '../../protocol/media.ts';
import type { SyntheticRoom } from '../../simulation/room.ts';

/**
 * Waits in each room for the next frame of a participant's source that the room can show.
 *
 * @returns the time of that frame, for each room that received one
 */
export function framesAt(
  rooms: readonly SyntheticRoom[],
  participantId: string,
  source: Source,
  withinMs: number,
): Promise<readonly number[]> {
  const cameAtMs: number[] = [];
  const { promise, resolve } = Promise.withResolvers<readonly number[]>();
  const stops = rooms.map(({ reception }) =>
    reception.onFrame(participantId, source, (atMs) => {
      cameAtMs.push(atMs);
      if (cameAtMs.length === rooms.length) end();
    }),
  );
  const timer = setTimeout(() => end(), withinMs);
  function end(): void {
    clearTimeout(timer);
    for (const stop of stops) stop();
    resolve(cameAtMs);
  }
  if (rooms.length === 0) end();
  return promise;
}
