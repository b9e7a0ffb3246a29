import type { Logger } from 'pino';
import { doubled } from '../../domain/backoff.ts';
import { Failure } from '../../protocol/failure.ts';
import { createBuckets, type KeyedBucket } from '../perimeter/buckets.ts';
import { networkOf } from '../perimeter/client-address.ts';
import { ExpiringMap } from '../perimeter/expiring-map.ts';

/** How tries to guess a secret are slowed down; see `identity.attempts` in config/default.yaml. */
export interface AttemptLimits {
  /** Consecutive wrong tries without a wait. */
  readonly free: number;
  /** The wait after the next wrong try; it doubles with each further one. */
  readonly firstWaitS: number;
  readonly longestWaitS: number;
  /**
   * Wrong tries at one target, by all strangers together: triers that never succeeded there from
   * their device or address.
   */
  readonly strangersPerTarget: PerHour;
  /** Targets that one address may get wrong, without targets at which it has succeeded before. */
  readonly targetsPerAddress: PerHour;
  /** Wrong tries of one address at all such targets together. */
  readonly wrongPerAddress: PerHour;
  /** Wrong codes of one address, for codes that identify their own target, such as a pairing code. */
  readonly codesPerAddress: PerHour;
  /** Wrong pairing codes of all addresses together. */
  readonly pairingCodesInAll: PerHour;
}

interface PerHour {
  readonly burst: number;
  readonly perHour: number;
}

/** Where a try comes from. */
export interface Trier {
  readonly address: string;
  /** A device from which a sign-in at this target succeeded before. */
  readonly knownDevice?: string | undefined;
}

export interface Attempts {
  /**
   * Guards a try at the secret of a target that anyone can name, such as an account. Counts the try
   * before the secret is checked, so that concurrent tries cannot bypass the limit; takes it back
   * unless the secret was wrong.
   *
   * A device that is known at this target waits only for its own mistakes. An address waits for its own
   * mistakes at this target. A stranger also waits for the mistakes of all other strangers there, and for the
   * mistakes of its address at other targets.
   *
   * @param told what the log may contain about the target, called after the try. Never an unknown login:
   *   people type passwords there
   * @throws Failure `too-many-attempts` with the seconds to wait; the secret was not checked
   */
  guard<Result>(
    from: Trier,
    target: string,
    attempt: () => Promise<Result>,
    told?: () => { readonly accountId: string | undefined },
  ): Promise<Result>;
  /**
   * Guards a try at a code that identifies its own target, so no target can be locked for others.
   * @throws Failure `too-many-attempts` with the seconds to wait; the code was not checked
   */
  guess<Result>(address: string, attempt: () => Promise<Result>): Promise<Result>;
  /**
   * As `guess`, and all addresses together have a limit too: a sheet has hundreds of codes that are valid for
   * days.
   */
  guessPairing<Result>(address: string, attempt: () => Promise<Result>): Promise<Result>;
}

/** Consecutive wrong tries. */
interface Row {
  readonly wrong: number;
  readonly untilMs: number;
}

const dayMs = 86_400_000;
/** Mistakes are forgotten after a day without a new one. */
const rowMs = dayMs;
/** After a success, an address is no stranger for a month, or until the server restarts. */
const knownAddressMs = 30 * dayMs;

const perS = ({ burst, perHour }: PerHour) => ({ burst, perS: perHour / 3_600 });

const refuse = (retryAfterS: number): never => {
  throw new Failure('too-many-attempts', 'wait', { retryAfterS });
};

/**
 * Keeps its counts in memory: a restart resets them, and an attacker cannot put load on the database.
 * @param now epoch ms
 */
export function createAttempts(limits: AttemptLimits, logger: Logger, now: () => number): Attempts {
  const rows = new ExpiringMap<Row>(rowMs, now);
  const knownAddresses = new ExpiringMap<true>(knownAddressMs, now);
  const strangers = createBuckets(perS(limits.strangersPerTarget), now);
  const targets = createBuckets(perS(limits.targetsPerAddress), now);
  const wrongs = createBuckets(perS(limits.wrongPerAddress), now);
  const codes = createBuckets(perS(limits.codesPerAddress), now);
  const pairingCodes = createBuckets(perS(limits.pairingCodesInAll), now);

  const guessed = async <Result>(
    address: string,
    buckets: readonly KeyedBucket[],
    attempt: () => Promise<Result>,
  ): Promise<Result> => {
    const retryAfterS = Math.max(...buckets.map((bucket) => bucket.waitS()));
    if (retryAfterS > 0) return refuse(retryAfterS);
    for (const bucket of buckets) bucket.take(1);
    const end = await ending(attempt);
    if (end.how !== 'wrong') for (const bucket of buckets) bucket.giveBack(1);
    if (end.how === 'right') return end.result;
    if (end.how === 'wrong' && buckets.some((bucket) => bucket.waitS() > 0))
      logger.warn({ address }, 'slowed after too many wrong codes');
    throw end.error;
  };

  const lengthened = ({ wrong }: Row): Row => {
    const { free, firstWaitS, longestWaitS } = limits;
    const waitS = wrong < free ? 0 : doubled({ first: firstWaitS, longest: longestWaitS }, wrong - free);
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

    guess: (address, attempt) => guessed(address, [codes(networkOf(address))], attempt),
    guessPairing: (address, attempt) =>
      guessed(address, [codes(networkOf(address)), pairingCodes('all')], attempt),
  };
}

type Ending<Result> =
  | { readonly how: 'right'; readonly result: Result }
  /** `unknown`: the server could not check the secret, or failed itself; not a mistake of the trier. */
  | { readonly how: 'wrong' | 'unknown'; readonly error: unknown };

async function ending<Result>(attempt: () => Promise<Result>): Promise<Ending<Result>> {
  try {
    return { how: 'right', result: await attempt() };
  } catch (error) {
    const isWrong = error instanceof Failure && !['unavailable', 'internal', 'timeout'].includes(error.code);
    return { how: isWrong ? 'wrong' : 'unknown', error };
  }
}
