import { useEffect } from 'preact/hooks';

const updateMs = 3_600_000;

/**
 * Keeps the room's page in the browser, for a time without a server. When a new version of the server has
 * brought its page, `onNew` is called; pages are never replaced behind the back of a meeting.
 */
export function useKeptPage(onNew: () => void): void {
  useEffect(() => {
    // Development serves no worker; plain http outside loopback allows none.
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return undefined;
    const { serviceWorker } = navigator;
    const hadPage = serviceWorker.controller !== null;
    const changed = (): void => {
      if (hadPage) onNew();
    };
    serviceWorker.addEventListener('controllerchange', changed);
    const registration = serviceWorker.register('/room-worker.js', { scope: '/room' });
    registration.catch(refused);
    const timer = setInterval(() => {
      void registration.then((registered) => registered.update()).catch(refused);
    }, updateMs);
    return () => {
      clearInterval(timer);
      serviceWorker.removeEventListener('controllerchange', changed);
    };
  }, [onNew]);
}

/** Without a server there is no update, and some locked-down browsers keep nothing: the page works without. */
function refused(error: unknown): void {
  if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
}

/** Keeps the screen on: a television that sleeps shows no call. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      if (document.hidden || isOver || lock?.released === false) return;
      try {
        lock = await navigator.wakeLock.request('screen');
        // The browser takes it back, for example on low battery; while the page is seen it is asked again.
        lock.addEventListener('release', () => void ask(), { once: true });
        if (isOver) await lock.release();
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
    };
    const seen = (): void => void ask();
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', seen);
      void lock?.release();
    };
  }, []);
}
