import type { Pass } from './tokens.ts';

/** Remembers which passes have opened a connection. Several processes may share one memory behind it. */
export interface PassUses {
  /** Whether this is the pass's first use. From now on it is used, whatever becomes of the connection. */
  first(pass: Pick<Pass, 'jti' | 'issuedAtMs' | 'expiresAtMs'>): Promise<boolean>;
}

/** How long a use is remembered at least, by a clock that nobody sets: longer than a clock is wrong before somebody mends it. */
const rememberedMs = 10 * 60_000;

/**
 * In the memory of this process. A pass from before it started may have been used already, so it counts as used: a restart
 * makes no pass good again. Nor does a clock that goes ahead and is set back soon, and it shuts the door to nobody.
 *
 * @param now epoch ms
 * @param elapsed ms that only ever grow
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
      // A clock that was set back must not shut the door until it is where it was.
      sinceMs = Math.min(sinceMs, now());
      forget();
      const known = issuedAtMs < sinceMs || used.has(jti);
      if (!known) used.set(jti, { expiresAtMs, usedAtMs: elapsed() });
      return Promise.resolve(!known);
    },
  };
}
