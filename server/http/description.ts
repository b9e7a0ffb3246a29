import type { Work, Workshop } from '../workshop/workshop.ts';

/**
 * Returns the OpenAPI document, as JSON. The workshop makes it on the first request: requests are rare, and
 * making it takes a tenth of a second and leaves megabytes of garbage.
 */
export function createDescription(workshop: Workshop, version: string): () => Promise<Buffer> {
  const describe: Work<string, string> = workshop.kind({
    name: 'description',
    module: new URL('./description-work.ts', import.meta.url),
    deadlineMs: 10_000,
    heapMb: 128,
    lasting: false,
    atOnce: 1,
    waiting: 10,
    waitingOfOne: 10,
  });
  let made: Promise<Buffer> | undefined;
  const make = async (): Promise<Buffer> => {
    try {
      return Buffer.from(await describe(() => version, 'everybody'));
    } catch (error) {
      // The next request tries again.
      made = undefined;
      throw error;
    }
  };
  return () => (made ??= make());
}
