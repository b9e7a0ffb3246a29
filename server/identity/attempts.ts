import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../../protocol/failure.ts';

const MINUTE_S = 60;

export interface Attempts {
  /**
   * Counts a try against the address and, where there is one, the target; a try that succeeds is taken back.
   * @throws Failure `too-many-attempts` when either has used up its tries; both stay locked for a minute
   */
  guard<Result>(address: string, target: string | null, attempt: () => Promise<Result>): Promise<Result>;
}

/** Tries at guessable secrets. In memory: a restart forgives a minute, and no guesser can make the database work. */
export function createAttempts(attemptsPerMinute: number, logger: Logger): Attempts {
  const limiter = new RateLimiterMemory({
    points: attemptsPerMinute,
    duration: MINUTE_S,
    blockDuration: MINUTE_S,
  });
  const count = async (key: string): Promise<void> => {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      if (refused.consumedPoints === attemptsPerMinute + 1) {
        logger.warn({ key, seconds: MINUTE_S }, 'locked after too many tries');
      }
      throw new Failure('too-many-attempts', 'wait a minute', { retryAfterS: MINUTE_S });
    }
  };

  return {
    async guard(address, target, attempt) {
      const keys = [`address ${address}`, ...(target === null ? [] : [`target ${target}`])];
      // Counted before the secret is looked at, so that tries at the same time cannot slip past each other.
      for (const key of keys) await count(key);
      const result = await attempt();
      await Promise.all(keys.map((key) => limiter.reward(key)));
      return result;
    },
  };
}
