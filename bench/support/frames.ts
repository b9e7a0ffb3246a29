import type { Source } from '../../protocol/media.ts';
import type { SyntheticRoom } from '../../simulation/room.ts';

/**
 * Waits at each room for the next thing of a participant that can be shown there.
 *
 * @returns when it came, of each room in which it did
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
