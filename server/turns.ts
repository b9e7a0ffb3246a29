import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one piece of a long work may block the event loop, in ms: others hardly notice it. */
const turnMs = 5;

/**
 * Applies `work` to each item in short turns, so that other waiting work is served between them. One item is
 * not divided: its work must be short.
 *
 * @returns the results, in the order of the items
 */
export async function inTurns<T, U>(items: readonly T[], work: (item: T) => U): Promise<U[]> {
  const done: U[] = [];
  let endsAtMs = performance.now() + turnMs;
  for (const item of items) {
    if (performance.now() >= endsAtMs) {
      await nextTurn();
      endsAtMs = performance.now() + turnMs;
    }
    done.push(work(item));
  }
  return done;
}
