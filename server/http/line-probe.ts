import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Failure } from '../../protocol/failure.ts';
import { largestLineProbe } from '../../protocol/rest/readiness.ts';
import type { Streamed } from './streamed.ts';

/** Made once: random, so that nothing on the way makes it smaller. */
const probe = randomBytes(largestLineProbe);

/** @param bytes at most `largestLineProbe` */
export const lineProbe = (bytes: number): Streamed => ({
  content: Readable.from([probe.subarray(0, bytes)]),
  mediaType: 'application/octet-stream',
  fileName: 'line',
  bytes,
});

/** Counts what comes in and keeps nothing. @throws Failure `payload-too-large` */
export async function receivedBytes(content: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of content) {
    if (Buffer.isBuffer(chunk)) bytes += chunk.length;
    if (bytes > largestLineProbe) throw new Failure('payload-too-large');
  }
  return bytes;
}
