import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface PaceLimits {
  /** Served for as long as it may be. */
  readonly requestsPerS: number;
  /** Served beyond that within ten seconds. */
  readonly burst: number;
}

/** `slow down` is to be refused, `cut` ends the connection. */
export type Pace = 'fine' | 'slow down' | 'cut';

const burstWindowS = 10;
/** Who sends so many times what is served in a second, beyond what is served, does not mean it. */
const patience = 5;

const within = (limiter: Pick<RateLimiterMemory, 'consume'>, key: string): Promise<boolean> =>
  limiter.consume(key).then(
    () => true,
    (refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return false;
      throw refusal;
    },
  );

/** Whether a participant may connect once more: whoever is cut and comes back at once would cost a join each time. */
export function createEntries(perMinute: number): (participantId: string) => Promise<boolean> {
  const limiter = new RateLimiterMemory({ keyPrefix: 'entries', points: perMinute, duration: 60 });
  return (participantId) => within(limiter, participantId);
}

/** Counts what each connection sends. One counter serves all connections, each under its own key. */
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
