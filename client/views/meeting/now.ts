import { useEffect, useState } from 'preact/hooks';
import type { ConferenceStore } from '../../state/conference.ts';

/** Often enough that no second is skipped on the screen. */
const tickMs = 250;

/** The server's time, epoch ms; the view that reads it follows while `ticks`. */
export function useServerNow(store: ConferenceStore, ticks: boolean): number {
  const [local, setLocal] = useState(Date.now);
  useEffect(() => {
    if (!ticks) return undefined;
    const follow = (): void => setLocal(Date.now());
    follow();
    const timer = setInterval(follow, tickMs);
    return () => clearInterval(timer);
  }, [ticks]);
  return store.clock.at(local);
}
