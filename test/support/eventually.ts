import { inspect } from 'node:util';

type Falsy = false | 0 | '' | null | undefined;
const isTrue = <Value>(value: Value): value is Exclude<Value, Falsy> => Boolean(value);

/**
 * Polls `check` until it returns a truthy value, and resolves with that value. A check that throws counts as
 * "not yet". After the timeout it rejects with `what` and the last result or error.
 */
export async function eventually<Value>(
  check: () => Value | Promise<Value>,
  what: string,
  { timeoutMs = 15_000, intervalMs = 20 }: { readonly timeoutMs?: number; readonly intervalMs?: number } = {},
): Promise<Exclude<Value, Falsy>> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  let lastValue: unknown;
  do {
    try {
      const value = await check();
      if (isTrue(value)) return value;
      [lastValue, lastError] = [value, undefined];
    } catch (error) {
      [lastValue, lastError] = [undefined, error];
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  } while (performance.now() < deadline);
  const seen =
    lastError === undefined
      ? `last seen: ${String(lastValue)}`
      : `the last look failed: ${inspect(lastError)}`;
  throw new Error(`Waited ${timeoutMs} ms for ${what}; ${seen}`, { cause: lastError });
}
