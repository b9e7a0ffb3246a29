import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * What a page draws, one frame later than its cause changes: a press or a key is answered at once, and what is slow to
 * draw follows in a task of its own. A value that changes without its cause is drawn at once.
 */
export function useNextFrame<T>(value: T, cause: unknown): T {
  const [drawn, setDrawn] = useState(cause);
  const last = useRef(value);
  useEffect(() => setDrawn(() => cause), [cause]);
  if (drawn === cause) last.current = value;
  return last.current;
}
