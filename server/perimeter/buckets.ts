import {
  type Allowance,
  type Bucket,
  fullBucket,
  refilled,
  secondsUntil,
  spent,
} from '../../domain/bucket.ts';
import { ExpiringMap } from './expiring-map.ts';

export interface KeyedBucket {
  /** Seconds until one unit is available; 0 when it is available now. */
  waitS(): number;
  /** Takes `cost` units, and goes into debt when fewer are available. */
  take(cost: number): void;
  giveBack(cost: number): void;
}

/** One bucket for each key, in memory. A bucket is forgotten when it is full again. */
export function createBuckets(size: Allowance, now: () => number): (key: string) => KeyedBucket {
  // Twice the time in which an empty bucket fills, because a bucket may be in debt.
  const kept = new ExpiringMap<Bucket>((2 * 1_000 * size.burst) / size.perS, now);
  return (key) => {
    const current = (): Bucket => refilled(kept.get(key) ?? fullBucket(size, now()), size, now());
    return {
      waitS: () => secondsUntil(current(), size, 1),
      take: (cost) => kept.set(key, spent(current(), cost)),
      giveBack: (cost) => kept.set(key, refilled(spent(current(), -cost), size, now())),
    };
  };
}
