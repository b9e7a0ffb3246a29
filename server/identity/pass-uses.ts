import type { Pass } from './tokens.ts';

/** Remembers which passes have opened a connection. Several processes may share one memory behind it. */
export interface PassUses {
  /** Whether this is the pass's first use. From now on it is used, whatever becomes of the connection. */
  first(pass: Pick<Pass, 'jti' | 'issuedAtMs' | 'expiresAtMs'>): Promise<boolean>;
}

/**
 * In the memory of this process. A pass from before it started may have been used already, so it counts as used: a restart
 * makes no pass good again.
 */
export function createPassUses(now: () => number): PassUses {
  let sinceMs = now();
  /** Pass → when it expires. In the order of use, which is nearly that of expiry. */
  const used = new Map<string, number>();
  let forgottenUntilMs = 0;

  const forget = (): void => {
    for (const [jti, expiresAtMs] of used) {
      if (expiresAtMs > now()) return;
      used.delete(jti);
      forgottenUntilMs = Math.max(forgottenUntilMs, expiresAtMs);
    }
  };

  return {
    first({ jti, issuedAtMs, expiresAtMs }) {
      // A clock that was set back must not shut the door until it is where it was.
      sinceMs = Math.min(sinceMs, now());
      forget();
      // And one that went ahead and back must not open it again to what was forgotten meanwhile.
      const known = issuedAtMs < sinceMs || expiresAtMs <= forgottenUntilMs || used.has(jti);
      if (!known) used.set(jti, expiresAtMs);
      return Promise.resolve(!known);
    },
  };
}
