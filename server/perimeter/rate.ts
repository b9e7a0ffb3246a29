import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** What may be done for as long as one likes, and beside it what may come at once. */
export interface RateLimit {
  readonly perS: number;
  /** Within `burstWindowS`. */
  readonly burst: number;
}

/** Counts one more; resolves to 0 where it may be, else to the seconds after which it may. */
export type Rate = (key: string) => Promise<number>;

/** A reload of everything an office has is over within a minute. */
const burstWindowS = 60;

export function createRate(name: string, { perS, burst }: RateLimit): Rate {
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
