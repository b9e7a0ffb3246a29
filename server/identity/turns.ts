import { Failure } from '../../protocol/failure.ts';

/** Runs one piece of work when it is its turn. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Until some of those that wait have had their turn. */
const retryAfterS = 2;

/**
 * Lets so many run at a time, and so many wait.
 * @returns a function that throws Failure `unavailable` where too many wait
 */
export function createTurns(atOnce: number, mostWaiting: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting)
        throw new Failure('unavailable', 'too many at once', { retryAfterS });
      // Who gives up a turn hands it on, so the count stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
