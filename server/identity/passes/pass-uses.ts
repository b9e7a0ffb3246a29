import type { Pass } from './tokens.ts';

/**
 * Remembers which passes have opened a connection. The interface allows a memory that
 * several processes share.
 */
export interface PassUses {
  /**
   * Whether this is the pass's first use. The pass counts as used from now on, even if the connection fails.
   */
  first(pass: Pick<Pass, 'jti' | 'issuedAtMs' | 'expiresAtMs'>): Promise<boolean>;
}

/**
 * Minimum time for which a use is remembered, by a monotonic clock: longer than a clock stays
 * wrong before it is corrected.
 */
const rememberedMs = 10 * 60_000;

/**
 * In the memory of this process. A pass from before the start of this process may have been used already, so
 * it counts as used: a restart makes no used pass valid again. A clock that jumps ahead and is soon set back
 * does not do so either, and refuses no valid pass.
 *
 * @param now epoch ms
 * @param elapsed monotonic clock, in ms
 */
export function createPassUses(now: () => number, elapsed: () => number = () => performance.now()): PassUses {
  let sinceMs = now();
  /** Pass → when it expires, and when it was used. In the order of use. */
  const used = new Map<string, { readonly expiresAtMs: number; readonly usedAtMs: number }>();

  const forget = (): void => {
    for (const [jti, { expiresAtMs, usedAtMs }] of used) {
      if (expiresAtMs > now() || elapsed() - usedAtMs < rememberedMs) return;
      used.delete(jti);
    }
  };

  return {
    first({ jti, issuedAtMs, expiresAtMs }) {
      // After the clock was set back, passes must be accepted at once, and not only when
      // it reaches its old time.
      sinceMs = Math.min(sinceMs, now());
      forget();
      const known = issuedAtMs < sinceMs || used.has(jti);
      if (!known) used.set(jti, { expiresAtMs, usedAtMs: elapsed() });
      return Promise.resolve(!known);
    },
  };
}
