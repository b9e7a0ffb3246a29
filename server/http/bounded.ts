import type { Readable } from 'node:stream';
import { Failure } from '../../protocol/failure.ts';

/**
 * Reads all bytes of a body.
 * @throws Failure `payload-too-large`
 */
export async function bounded(content: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > maxBytes) throw new Failure('payload-too-large');
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}
