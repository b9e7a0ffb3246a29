import { Failure } from '../../protocol/failure.ts';
import { createBuckets } from './buckets.ts';

/** Per account: once to each room of a province, and then a letter every two seconds. */
const letterPace = { burst: 1_000, perS: 0.5 };

/**
 * @returns counts the letters that an account orders at once, before they go; throws Failure `too-many-letters`, and
 *   then none of them may go
 */
export function countLetters(now: () => number): (accountId: string, letters: number) => void {
  const ordered = createBuckets(letterPace, now);
  return (accountId, letters) => {
    if (letters === 0) return;
    const order = ordered(accountId);
    const retryAfterS = order.waitS();
    if (retryAfterS > 0)
      throw new Failure('too-many-letters', 'too many letters in a short time', { retryAfterS });
    order.take(letters);
  };
}
