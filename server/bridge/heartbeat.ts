/** How often a worker is asked for a sign of life, and how many it may leave unanswered: 3.5 s, found out within 4 s. */
const BEAT_MS = 500;
const MOST_MISSED = 7;

/**
 * Calls `onHung` once where `ask` stays without an answer for too long. Only beats that come on time count against who is
 * asked: while this process is held up itself, it hears no answer either.
 *
 * @returns how to stop it
 */
export function watchHeartbeat(ask: () => Promise<unknown>, onHung: () => void): () => void {
  let awaiting = false;
  let missed = 0;
  let lastBeatMs = performance.now();

  const timer = setInterval(() => {
    const nowMs = performance.now();
    const late = nowMs - lastBeatMs > 2 * BEAT_MS;
    lastBeatMs = nowMs;
    if (awaiting) {
      if (late) return;
      missed += 1;
      if (missed < MOST_MISSED) return;
      clearInterval(timer);
      onHung();
      return;
    }
    awaiting = true;
    missed = 0;
    ask().then(
      () => (awaiting = false),
      // It has ended: that is told elsewhere, and there is nothing more to ask.
      () => clearInterval(timer),
    );
  }, BEAT_MS).unref();
  return () => clearInterval(timer);
}
