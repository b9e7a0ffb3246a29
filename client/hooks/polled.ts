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

/** Asks now, and at every interval while the view is mounted. `ask` must not change between renders. */
export function usePolled<N extends RouteName>(
  ask: () => Promise<RestResult<N>>,
  intervalMs: number,
): Polled<(RestResult<N> & { ok: true })['value']> {
  const [value, setValue] = useState<(RestResult<N> & { ok: true })['value']>();
  const [error, setError] = useState<ErrorCode>();
  const refresh = useCallback(() => {
    void ask().then((result) => {
      setError(result.ok ? undefined : result.error.code);
      if (result.ok) setValue(() => result.value);
    });
  }, [ask]);
  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, intervalMs);
    return () => clearInterval(timer);
  }, [refresh, intervalMs]);
  return { value, error, refresh };
}
