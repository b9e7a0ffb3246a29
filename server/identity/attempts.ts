import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { createBuckets } from '../perimeter/buckets.ts';
import { networkOf } from '../perimeter/client-address.ts';
import { ExpiringMap } from '../perimeter/expiring-map.ts';

/** How tries at what can be guessed are slowed; see `identity.attempts` in config/default.yaml. */
export interface AttemptLimits {
  /** Wrong ones in a row that cost no wait. */
  readonly free: number;
  /** After the next one; it doubles with each that follows. */
  readonly firstWaitS: number;
  readonly longestWaitS: number;
  /** Wrong ones at one target, of all those together who never got in there from where they are. */
  readonly strangersPerTarget: PerHour;
  /** Targets that one address may get wrong, of those where nobody there ever got in. */
  readonly targetsPerAddress: PerHour;
  /** Wrong ones of one address at all such targets together. */
  readonly wrongPerAddress: PerHour;
  /** Wrong codes that name what they open, such as a pairing code, of one address. */
  readonly codesPerAddress: PerHour;
}

interface PerHour {
  readonly burst: number;
  readonly perHour: number;
}

/** Who tries. */
export interface Trier {
  readonly address: string;
  /** A device from which somebody got in at this very target before. */
  readonly knownDevice?: string | undefined;
}

export interface Attempts {
  /**
   * A try at the secret of a target that anybody can name, such as an account. It is counted before the secret is looked at,
   * so that tries at the same time cannot slip past each other, and taken back unless it was wrong.
   *
   * A device that is known at this target waits for nothing but its own mistakes. An address waits for its own mistakes at
   * this target. Strangers also wait for all other strangers, and for what their address got wrong elsewhere.
   *
   * @param told what the log may say of the target, asked after the try. A login that is no account's is not among it: people
   *   type passwords there.
   * @throws Failure `too-many-attempts` with the seconds to wait; the secret was not looked at
   */
  guard<Result>(
    from: Trier,
    target: string,
    attempt: () => Promise<Result>,
    told?: () => { readonly accountId: string | undefined },
  ): Promise<Result>;
  /**
   * A try at a code that names what it opens, so that no target can be locked for others.
   * @throws Failure `too-many-attempts` with the seconds to wait; the code was not looked at
   */
  guess<Result>(address: string, attempt: () => Promise<Result>): Promise<Result>;
}

/** Wrong ones in a row. */
interface Row {
  readonly wrong: number;
  readonly untilMs: number;
}

const DAY_MS = 86_400_000;
/** A row of mistakes is forgotten after a day without any. */
const rowMs = DAY_MS;
/** An address where somebody got in is no stranger's for a month, or until the server is started again. */
const knownAddressMs = 30 * DAY_MS;

const perS = ({ burst, perHour }: PerHour) => ({ burst, perS: perHour / 3_600 });

const refuse = (retryAfterS: number): never => {
  throw new Failure('too-many-attempts', 'wait', { retryAfterS });
};

/**
 * In memory: a restart forgives what was wrong so far, and no guesser can make the database work.
 * @param now epoch ms
 */
export function createAttempts(limits: AttemptLimits, logger: Logger, now: () => number): Attempts {
  const rows = new ExpiringMap<Row>(rowMs, now);
  const knownAddresses = new ExpiringMap<true>(knownAddressMs, now);
  const strangers = createBuckets(perS(limits.strangersPerTarget), now);
  const targets = createBuckets(perS(limits.targetsPerAddress), now);
  const wrongs = createBuckets(perS(limits.wrongPerAddress), now);
  const codes = createBuckets(perS(limits.codesPerAddress), now);

  const lengthened = ({ wrong }: Row): Row => {
    const { free, firstWaitS, longestWaitS } = limits;
    const waitS = wrong < free ? 0 : Math.min(longestWaitS, firstWaitS * 2 ** Math.min(wrong - free, 20));
    return { wrong: wrong + 1, untilMs: now() + waitS * 1_000 };
  };

  return {
    async guard({ address, knownDevice }, target, attempt, told) {
      const network = networkOf(address);
      const place = `${network} ${target}`;
      const isStranger = knownDevice === undefined && knownAddresses.get(place) === undefined;
      const key = knownDevice === undefined ? place : `device ${knownDevice} ${target}`;
      const row = rows.get(key) ?? { wrong: 0, untilMs: 0 };
      const shared = isStranger
        ? [strangers(target), wrongs(network), ...(row.wrong === 0 ? [targets(network)] : [])]
        : [];
      const retryAfterS = Math.max(
        Math.ceil((row.untilMs - now()) / 1_000),
        ...shared.map((bucket) => bucket.waitS()),
      );
      if (retryAfterS > 0) return refuse(retryAfterS);

      const longer = lengthened(row);
      rows.set(key, longer);
      for (const bucket of shared) bucket.take(1);
      const end = await ending(attempt);
      if (end.how !== 'wrong') for (const bucket of shared) bucket.giveBack(1);
      if (end.how === 'right') {
        rows.delete(key);
        knownAddresses.set(place, true);
        return end.result;
      }
      if (end.how === 'unknown') rows.set(key, row);
      else if (longer.untilMs > now() || shared.some((bucket) => bucket.waitS() > 0)) {
        logger.warn(
          { address, ...told?.(), wrong: longer.wrong, isStranger },
          'slowed after too many wrong tries',
        );
      }
      throw end.error;
    },

    async guess(address, attempt) {
      const code = codes(networkOf(address));
      const retryAfterS = code.waitS();
      if (retryAfterS > 0) return refuse(retryAfterS);
      code.take(1);
      const end = await ending(attempt);
      if (end.how !== 'wrong') code.giveBack(1);
      if (end.how === 'right') return end.result;
      if (end.how === 'wrong' && code.waitS() > 0)
        logger.warn({ address }, 'slowed after too many wrong codes');
      throw end.error;
    },
  };
}

type Ending<Result> =
  | { readonly how: 'right'; readonly result: Result }
  /** Unknown is what the server could not do, or what is wrong in the server itself: no mistake of who tries. */
  | { readonly how: 'wrong' | 'unknown'; readonly error: unknown };

async function ending<Result>(attempt: () => Promise<Result>): Promise<Ending<Result>> {
  try {
    return { how: 'right', result: await attempt() };
  } catch (error) {
    const isWrong = error instanceof Failure && !['unavailable', 'internal', 'timeout'].includes(error.code);
    return { how: isWrong ? 'wrong' : 'unknown', error };
  }
}
