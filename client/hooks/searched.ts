import { useEffect, useState } from 'preact/hooks';

const settleMs = 200;

/**
 * The results for a text that is being typed. Asks when the typing pauses; only the latest answer counts.
 * Undefined before the first answer. `ask` must not change between renders.
 */
export function useSearched<T>(
  query: string,
  ask: (query: string) => Promise<readonly T[]>,
): readonly T[] | undefined {
  const [found, setFound] = useState<readonly T[]>();
  useEffect(() => {
    const sought = query.trim();
    if (sought === '') {
      setFound(undefined);
      return undefined;
    }
    let wanted = true;
    const timer = setTimeout(() => {
      void ask(sought).then((found) => {
        if (wanted) setFound(found);
      });
    }, settleMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query, ask]);
  return found;
}
