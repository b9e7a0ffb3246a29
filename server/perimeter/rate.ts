import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** A sustained rate, and in addition a burst. */
export interface RateLimit {
  readonly perS: number;
  /** Additional units within `burstWindowS`. */
  readonly burst: number;
}

/** Counts one more use. Resolves to 0 when it is allowed, otherwise to the seconds until the next one is. */
export type RateLimiter = (key: string) => Promise<number>;

/** An office that reloads all its pages is done within a minute. */
const burstWindowS = 60;

export function createRate(name: string, { perS, burst }: RateLimit): RateLimiter {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ keyPrefix: name, points: perS, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: `${name} burst`, points: burst, duration: burstWindowS }),
  );
  return async (key) => {
    try {
      await limiter.consume(key);
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    }
  };
}
