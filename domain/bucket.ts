/** Limits of a token bucket: `burst` is the most that can be used at once, `perS` is refilled each second. */
export interface Allowance {
  readonly perS: number;
  readonly burst: number;
}

/** How much of an allowance was left at `atMs`. */
export interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export const fullBucket = ({ burst }: Allowance, nowMs: number): Bucket => ({ left: burst, atMs: nowMs });

/** The bucket at `nowMs`. A clock that was set back neither adds nor removes anything. */
export function refilled({ left, atMs }: Bucket, { perS, burst }: Allowance, nowMs: number): Bucket {
  const passedS = Math.max(0, nowMs - atMs) / 1_000;
  return { left: Math.min(burst, left + passedS * perS), atMs: nowMs };
}

/** Takes `cost` out of the bucket. `left` can fall below zero: the refill pays off this debt first. */
export const spent = (bucket: Bucket, cost: number): Bucket => ({ ...bucket, left: bucket.left - cost });

/** Whole seconds until `amount` is available; 0 if it already is. */
export const secondsUntil = ({ left }: Bucket, { perS }: Allowance, amount: number): number =>
  left >= amount ? 0 : Math.ceil((amount - left) / perS);
