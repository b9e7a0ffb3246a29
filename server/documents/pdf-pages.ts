import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Logger } from 'pino';

/** A PDF that takes longer or more is as good as unreadable; honest ones of 50 MB take a second. */
const deadlineMs = 10_000;
const heapMb = 512;
/** As many as a stage can turn (see `conferenceDocument`). */
const mostPages = 5_000;

const found = z.int().min(1).max(mostPages);

/**
 * Counts the pages of PDF files, one after the other, in threads that live for one file: what a hostile file does to its
 * reader hurts nobody else. Null where a file cannot be read.
 */
export function createPdfPages(logger: Logger): (path: string) => Promise<number | null> {
  let before: Promise<unknown> = Promise.resolve();
  return (path) => {
    const counted = before.then(() => count(path, logger));
    before = counted;
    return counted;
  };
}

async function count(path: string, logger: Logger): Promise<number | null> {
  const reader = new Worker(new URL('./pdf-pages-worker.ts', import.meta.url), {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    // What the library has to say about files is not for our log.
    stdout: true,
    stderr: true,
  });
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const [answer]: unknown[] = await once(reader, 'message', { signal });
    return found.parse(answer);
  } catch (error) {
    logger.info({ err: error }, 'the pages of a PDF could not be counted');
    return null;
  } finally {
    await reader.terminate();
  }
}
