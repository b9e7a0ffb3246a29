import type { Pass } from './tokens.ts';

/**
 * Remembers which passes have opened a connection. The interface allows a memory that
 * several processes share.
 */
export interface PassUses {
  /**
   * Whether this is the pass's first use. The pass counts as used from now on, even if the connection fails.
   */
  first(pass: Pick<Pass, 'jti' | 'meetingId' | 'issuedAtMs' | 'expiresAtMs'>): Promise<boolean>;
  /**
   * Counts all passes into a meeting as used that were issued before now: perhaps at another process, which led
   * its conference until now.
   */
  refuseEarlier(meetingId: string): void;
}

/**
 * Minimum time for which a use is remembered, by a monotonic clock: longer than a clock stays
 * wrong before it is corrected.
 */
const rememberedMs = 10 * 60_000;

/**
 * In the memory of this process. A pass from before the start of this process may have been used already, so
 * it counts as used: a restart makes no used pass valid again. How long ago a pass was issued is told by its age,
 * and when this process started by a monotonic clock: so a clock that is set ahead or back, for a moment or for
 * good, makes no used pass valid either, and refuses no new one.
 *
 * @param now epoch ms
 * @param elapsed monotonic clock, in ms
 */
export function createPassUses(now: () => number, elapsed: () => number = () => performance.now()): PassUses {
  const startedAt = elapsed();
  /** Pass → when it expires, and when it was used. In the order of use. */
  const used = new Map<string, { readonly expiresAtMs: number; readonly usedAt: number }>();

  /** When this process became the owner of a conference that another process may have led. */
  const takenOver = new Map<string, number>();

  const forget = (): void => {
    for (const [jti, { expiresAtMs, usedAt }] of used) {
      if (expiresAtMs > now() || elapsed() - usedAt < rememberedMs) return;
      used.delete(jti);
    }
  };

  return {
    refuseEarlier(meetingId) {
      takenOver.delete(meetingId);
      takenOver.set(meetingId, elapsed());
      // Passes from before have long expired.
      for (const [id, at] of takenOver) if (elapsed() - at > rememberedMs) takenOver.delete(id);
    },

    first({ jti, meetingId, issuedAtMs, expiresAtMs }) {
      forget();
      const issuedAt = elapsed() - (now() - issuedAtMs);
      const known = issuedAt < (takenOver.get(meetingId) ?? startedAt) || used.has(jti);
      if (!known) used.set(jti, { expiresAtMs, usedAt: elapsed() });
      return Promise.resolve(!known);
    },
  };
}
