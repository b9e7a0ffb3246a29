import type { Work, Workshop } from '../../workshop/workshop.ts';
import type { PasswordToHash } from './hash-work.ts';
import type { PasswordFault } from './password-strength.ts';
import type { PasswordToWeigh } from './weigh-work.ts';

/**
 * Computations on passwords. Callers are served in turn.
 *
 * Each throws Failure `unavailable` where too much work waits. `by` is the caller: an account, or the address
 * of a client that is not signed in.
 */
export interface Passwords {
  /** In the PHC string format. */
  hash(password: string, by: string): Promise<string>;
  /** @throws Error when the stored hash has another format */
  verify(stored: string, password: string, by: string): Promise<boolean>;
  /**
   * Why it is easily guessed; undefined where it is not.
   * @param about what others know of the password's owner
   */
  fault(password: string, about: readonly string[], by: string): Promise<PasswordFault | undefined>;
}

/**
 * Hashes passwords in the workshop. A hash deliberately takes tens of milliseconds of a core. In libuv's
 * threads of the server, ten clients that sign in without pause took the core from all other requests: 594 ms
 * at the 99th percentile, compared with 114 ms at the workshop's low priority (bench `soak`).
 */
export function createPasswords(workshop: Workshop): Passwords {
  const hashing: Work<PasswordToHash, string | boolean> = workshop.kind({
    name: 'password-hash',
    module: new URL('./hash-work.ts', import.meta.url),
    deadlineMs: 3_000,
    heapMb: 64,
    lasting: true,
    atOnce: 2,
    // Three seconds of work, for a whole province that signs in at once or an attacker that wants
    // to keep the machine busy.
    waiting: 100,
    // For an office behind one address.
    waitingOfOne: 50,
  });
  const weighing: Work<PasswordToWeigh, PasswordFault | undefined> = workshop.kind({
    name: 'password-weigh',
    module: new URL('./weigh-work.ts', import.meta.url),
    deadlineMs: 5_000,
    heapMb: 128,
    lasting: true,
    atOnce: 1,
    waiting: 100,
    waitingOfOne: 50,
  });
  return {
    async hash(password, by) {
      const answer = await hashing(() => ({ password }), by);
      if (typeof answer !== 'string') throw new TypeError('a password was checked and not hashed');
      return answer;
    },
    verify: async (stored, password, by) =>
      (await hashing(() => ({ password, against: stored }), by)) === true,
    fault: (password, about, by) => weighing(() => ({ password, about }), by),
  };
}
