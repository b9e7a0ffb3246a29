import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one piece of a long work keeps the event loop, in ms: others hardly notice it. */
const turnMs = 5;

/**
 * Does the same for each of many in short turns, so that whatever else waits is served between them. One item is not divided: it must
 * be short by itself.
 *
 * @returns what came of each, in their order
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
