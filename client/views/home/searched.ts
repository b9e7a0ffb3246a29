import { useEffect, useState } from 'preact/hooks';

const settleMs = 200;

/**
 * What a search finds for a text that is being typed: asked once the typing rests, and only the latest answer counts.
 * Undefined before there is one. `ask` must not change from one rendering to the next.
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
