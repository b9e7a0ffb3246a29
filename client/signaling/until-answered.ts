import { errors } from '../../protocol/errors.ts';
import { backoffMs, pause } from './backoff.ts';
import type { Result } from './result.ts';

/**
 * Asks again, after a pause, until there is an answer that another attempt would not change.
 *
 * @returns undefined where `over` aborts before that
 */
export async function untilAnswered<T>(
  ask: () => Promise<Result<T>>,
  over: AbortSignal,
): Promise<Result<T> | undefined> {
  for (let failures = 1; !over.aborted; failures += 1) {
    const result = await ask();
    if (result.ok || !errors[result.error.code].retryable) return result;
    const waitMs = 1_000 * (result.error.retryAfterS ?? 0) + backoffMs(failures, Math.random());
    await pause(waitMs, over);
  }
  return undefined;
}
