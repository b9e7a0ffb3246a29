import type { types } from 'mediasoup';
import type { Loudness } from '../media/media-bridge.ts';

/**
 * mediasoup gives the mean of this time, of microphones of which at least ten packets came in it. At 20 ms a packet, half
 * of them may be lost or late on a bad line before a voice goes unheard.
 */
const INTERVAL_MS = 400;
/** A quiet voice has some -50 dBov, a room in which nobody speaks -65 and less, after the noise suppression of a browser. */
const THRESHOLD_DB = -60;
const LOUDEST = 3;

/**
 * Tells who is loud among the producers that are added to what it returns, and once with nobody when all have fallen
 * silent. Senders must say their loudness in each packet (RFC 6464): sound is not decoded for it.
 */
export async function listenForLoudness(
  router: types.Router,
  tell: (loudest: readonly Loudness[]) => void,
): Promise<types.AudioLevelObserver> {
  const observer = await router.createAudioLevelObserver({
    maxEntries: LOUDEST,
    threshold: THRESHOLD_DB,
    interval: INTERVAL_MS,
  });
  observer.on('volumes', (volumes) =>
    tell(
      volumes
        // It may have been paused while its figure was on its way.
        .filter(({ producer }) => !producer.paused)
        .map(({ producer, volume }) => ({ producerId: producer.id, levelDb: volume })),
    ),
  );
  observer.on('silence', () => tell([]));
  return observer;
}
