import { doubled, spread } from '../../domain/backoff.ts';

const firstBackoffMs = 300;
/**
 * Low, because a room must be back within seconds of its server; the jitter keeps hundreds of rooms apart.
 */
export const longestBackoffMs = 3000;

/**
 * How long to wait before the next attempt, in ms.
 *
 * @param failures attempts that failed since the last success
 * @param random in [0, 1)
 */
export const backoffMs = (failures: number, random: number): number =>
  spread(doubled({ first: firstBackoffMs, longest: longestBackoffMs }, failures), random);

/** Waits, or resolves at once when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
