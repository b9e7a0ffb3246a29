/**
 * Interval of the requests to a worker, and how many it may leave unanswered: 3.5 s, so a
 * hang is found within 4 s.
 */
const beatMs = 500;
const mostMissed = 7;

/**
 * Calls `onHung` once when `ask` has not answered for too long. Only punctual beats count: while this process
 * itself is blocked, it receives no answers either.
 *
 * @returns a function that stops the watch
 */
export function watchHeartbeat(ask: () => Promise<unknown>, onHung: () => void): () => void {
  let awaiting = false;
  let missed = 0;
  let lastBeatMs = performance.now();

  const timer = setInterval(() => {
    const nowMs = performance.now();
    const late = nowMs - lastBeatMs > 2 * beatMs;
    lastBeatMs = nowMs;
    if (awaiting) {
      if (late) return;
      missed += 1;
      if (missed < mostMissed) return;
      clearInterval(timer);
      onHung();
      return;
    }
    awaiting = true;
    missed = 0;
    ask().then(
      () => (awaiting = false),
      // The worker has ended: its end is reported elsewhere.
      () => clearInterval(timer),
    );
  }, beatMs).unref();
  return () => clearInterval(timer);
}
