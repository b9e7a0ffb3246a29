import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RestResult } from '../../protocol/rest/client-types.ts';
import type { RouteName } from '../../protocol/rest/routes.ts';
import type { ErrorCode } from '../../protocol/errors.ts';

export interface Polled<T> {
  /** The last answer; undefined before the first. */
  readonly value: T | undefined;
  /** Why the last request failed. */
  readonly error: ErrorCode | undefined;
  /** Asks at once. */
  readonly refresh: () => void;
}

type Answer<N extends RouteName> = (RestResult<N> & { ok: true })['value'];

/**
 * Asks now, and at every interval while the view is mounted. `ask` must not change between renders.
 *
 * @param interval ms; undefined stops the asking. A function gets the last answer, undefined before the first.
 */
export function usePolled<N extends RouteName>(
  ask: () => Promise<RestResult<N>>,
  interval: number | undefined | ((last: Answer<N> | undefined) => number),
): Polled<Answer<N>> {
  const [value, setValue] = useState<Answer<N>>();
  const [error, setError] = useState<ErrorCode>();
  const refresh = useCallback(() => {
    void ask().then((result) => {
      setError(result.ok ? undefined : result.error.code);
      if (result.ok) setValue(() => result.value);
    });
  }, [ask]);
  const intervalMs = typeof interval === 'function' ? interval(value) : interval;
  useEffect(refresh, [refresh]);
  useEffect(() => {
    if (intervalMs === undefined) return undefined;
    const timer = setInterval(refresh, intervalMs);
    return () => clearInterval(timer);
  }, [refresh, intervalMs]);
  return { value, error, refresh };
}
