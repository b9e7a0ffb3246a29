import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import { Failure } from '../../../protocol/failure.ts';
import type { DocumentStore } from '../../documents/document-store.ts';
import { isFullDisk } from './full-disk.ts';

/**
 * Keeps contents in `folder`/documents, which no web server serves. Deletes the unfinished uploads of an
 * earlier, killed run. Calls `diskFull` for each upload that fails because the disk is full.
 */
export async function createDocumentFiles(
  folder: string,
  maxBytes: number,
  diskFull: () => void = () => {},
): Promise<DocumentStore> {
  const kept = join(folder, 'documents');
  const incoming = join(kept, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  // One folder for each two first letters of the hash: a single folder would hold thousands of files.
  const placeOf = (sha256: string): string => join(kept, sha256.slice(0, 2), sha256);

  return {
    async receive(content) {
      const path = join(incoming, uuid());
      const remove = (): Promise<void> => rm(path, { force: true });
      try {
        const { bytes, sha256 } = await write(content, path, maxBytes);
        return {
          path,
          bytes,
          sha256,
          async keep() {
            const place = placeOf(sha256);
            await mkdir(dirname(place), { recursive: true, mode: 0o700 });
            await rename(path, place);
            await syncFolder(dirname(place));
          },
          [Symbol.asyncDispose]: remove,
        };
      } catch (error) {
        if (isFullDisk(error)) diskFull();
        await remove();
        throw error;
      }
    },

    read: (sha256, part) => createReadStream(placeOf(sha256), part),

    placeOf,
  };
}

async function write(
  content: Readable,
  path: string,
  maxBytes: number,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await using file = await open(path, 'wx', 0o600);
  for await (const chunk of chunksOf(content)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Failure('payload-too-large', `at most ${maxBytes} bytes`);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  // Whole on the disk before the rename: a file under its hash counts as complete.
  await file.sync();
  return { bytes, sha256: hash.digest('hex') };
}

async function* chunksOf(content: Readable): AsyncIterable<Buffer> {
  try {
    // Keeps the connection when the reading stops early: the answer uses the same connection.
    for await (const chunk of content.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError('documents are read as bytes');
      yield chunk;
    }
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw new Failure('invalid-request', 'the upload was interrupted');
  }
}

/** Syncs a folder: only then is a rename in it on the disk. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
