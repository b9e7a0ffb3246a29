import { useEffect, useState } from 'preact/hooks';
import type { ServerClock } from '../../state/conference/server-clock.ts';

/** Short enough that the screen skips no second. */
const tickMs = 250;

/** The server's time, epoch ms. While `ticks`, the view that reads it keeps re-rendering. */
export function useServerNow(clock: ServerClock, ticks: boolean): number {
  const [, setTicked] = useState(0);
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => setTicked((ticked) => ticked + 1), tickMs);
    return () => clearInterval(timer);
  }, [ticks]);
  return clock.now();
}
