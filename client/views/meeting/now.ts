import { useEffect, useState } from 'preact/hooks';
import type { ServerClock } from '../../state/server-clock.ts';

/** Often enough that no second is skipped on the screen. */
const tickMs = 250;

/** The server's time, epoch ms; the view that reads it follows while `ticks`. */
export function useServerNow(clock: ServerClock, ticks: boolean): number {
  const [, setTicked] = useState(0);
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => setTicked((ticked) => ticked + 1), tickMs);
    return () => clearInterval(timer);
  }, [ticks]);
  return clock.now();
}
