import type { types } from 'mediasoup';
import type { Loudness } from '../media/media-bridge.ts';

/**
 * mediasoup reports the mean over this interval, for microphones that sent at least ten packets in it. With
 * 20 ms per packet, half of the packets may be lost or late on a bad line before a voice is missed.
 */
const intervalMs = 400;
/**
 * After a browser's noise suppression, a quiet voice has about -50 dBov, and a silent room -65 dBov or less.
 */
const thresholdDb = -60;
const mostReported = 3;

/**
 * Reports the loudest of the producers that are added to the returned observer, and one empty list
 * when all become silent. Senders must include the audio level in each packet (RFC 6464), because the
 * worker does not decode audio.
 */
export async function listenForLoudness(
  router: types.Router,
  tell: (loudest: readonly Loudness[]) => void,
): Promise<types.AudioLevelObserver> {
  const observer = await router.createAudioLevelObserver({
    maxEntries: mostReported,
    threshold: thresholdDb,
    interval: intervalMs,
  });
  observer.on('volumes', (volumes) =>
    tell(
      volumes
        // The producer may have been paused after its level was measured.
        .filter(({ producer }) => !producer.paused)
        .map(({ producer, volume }) => ({ producerId: producer.id, levelDb: volume })),
    ),
  );
  observer.on('silence', () => tell([]));
  return observer;
}
