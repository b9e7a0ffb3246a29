/** What may be used at once, and what is given back each second. */
export interface Allowance {
  readonly perS: number;
  readonly burst: number;
}

/** What is left of an allowance, and when that was so. */
export interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export const fullBucket = ({ burst }: Allowance, nowMs: number): Bucket => ({ left: burst, atMs: nowMs });

/** The bucket as it is now. A clock that was set back gives nothing and takes nothing. */
export function refilled({ left, atMs }: Bucket, { perS, burst }: Allowance, nowMs: number): Bucket {
  const passedS = Math.max(0, nowMs - atMs) / 1_000;
  return { left: Math.min(burst, left + passedS * perS), atMs: nowMs };
}

/** Takes what something cost. Below zero there is a debt, which the time pays back first. */
export const spent = (bucket: Bucket, cost: number): Bucket => ({ ...bucket, left: bucket.left - cost });

/** Whole seconds until so much is left; 0 where it is. */
export const secondsUntil = ({ left }: Bucket, { perS }: Allowance, amount: number): number =>
  left >= amount ? 0 : Math.ceil((amount - left) / perS);
