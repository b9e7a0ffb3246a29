import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface PaceLimits {
  /** Served without a limit of time. */
  readonly requestsPerS: number;
  /** Served in addition within ten seconds. */
  readonly burst: number;
}

/** `slow down`: refuse the request. `cut`: end the connection. */
export type Pace = 'fine' | 'slow down' | 'cut';

const burstWindowS = 10;
/**
 * A connection is cut when, within `burstWindowS`, its refused messages exceed
 * `requestsPerS` times this factor.
 */
const patience = 5;

const within = (limiter: Pick<RateLimiterMemory, 'consume'>, key: string): Promise<boolean> =>
  limiter.consume(key).then(
    () => true,
    (refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return false;
      throw refusal;
    },
  );

/**
 * Returns whether a participant may connect once more. Otherwise a client that reconnects at once after each
 * cut would cost a join each time.
 */
export function createEntries(perMinute: number): (participantId: string) => Promise<boolean> {
  const limiter = new RateLimiterMemory({ keyPrefix: 'entries', points: perMinute, duration: 60 });
  return (participantId) => within(limiter, participantId);
}

/** Counts the messages of each connection. One counter serves all connections, each under its own key. */
export function createPace({ requestsPerS, burst }: PaceLimits): (key: string) => Promise<Pace> {
  const served = new BurstyRateLimiter(
    new RateLimiterMemory({ keyPrefix: 'served', points: requestsPerS, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: burst, duration: burstWindowS }),
  );
  const refused = new RateLimiterMemory({
    keyPrefix: 'refused',
    points: patience * requestsPerS,
    duration: burstWindowS,
  });
  return async (key) => {
    if (await within(served, key)) return 'fine';
    return (await within(refused, key)) ? 'slow down' : 'cut';
  };
}
