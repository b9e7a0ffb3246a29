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
  /** Seconds until one more is there; 0 where it is. */
  waitS(): number;
  /** Takes so much, into debt where that is more than there is. */
  take(cost: number): void;
  giveBack(cost: number): void;
}

/** A bucket for each key, in memory: it is forgotten when it is full again. */
export function createBuckets(size: Allowance, now: () => number): (key: string) => KeyedBucket {
  // Twice what an empty one takes to be full, since there may be debts.
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
