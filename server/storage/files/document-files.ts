import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import { Failure } from '../../../protocol/failure.ts';
import type { DocumentRepository } from '../../documents/document-repository.ts';
import type { DocumentStore } from '../../documents/document-store.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import { isFullDisk } from './full-disk.ts';

export interface DocumentFilesContext {
  readonly documents: Pick<DocumentRepository, 'unrecorded'>;
  /** Called for each upload that fails because the disk is full. */
  readonly diskFull?: () => void;
}

/**
 * Keeps contents in `folder`/documents, which no web server serves. Deletes what an earlier, killed run left:
 * unfinished uploads, and contents whose documents were not stored yet.
 */
export async function createDocumentFiles(
  folder: string,
  maxBytes: number,
  { documents, diskFull = () => {} }: DocumentFilesContext,
): Promise<DocumentStore> {
  const kept = join(folder, 'documents');
  /** Holds files that arrive, and an empty file for each hash whose content is kept and whose document is not yet. */
  const incoming = join(kept, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  // One folder for each two first letters of the hash: a single folder would hold thousands of files.
  const placeOf = (sha256: string): string => join(kept, sha256.slice(0, 2), sha256);
  const removeUnrecorded = async (contents: readonly string[]): Promise<void> => {
    for (const sha256 of await documents.unrecorded(contents)) await rm(placeOf(sha256), { force: true });
  };
  await removeUnrecorded((await readdir(incoming)).filter((name) => hash.test(name)));
  await rm(incoming, { recursive: true });
  await mkdir(incoming, { mode: 0o700 });
  /** Two uploads of one content: the first could remove what the second has just kept. */
  const inTurn = oneAtATime();

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
          keep: (record) =>
            inTurn(sha256, async () => {
              const place = placeOf(sha256);
              const notRecordedYet = join(incoming, sha256);
              await writeFile(notRecordedYet, '', { mode: 0o600 });
              await syncFolder(incoming);
              await mkdir(dirname(place), { recursive: true, mode: 0o700 });
              await rename(path, place);
              await syncFolder(dirname(place));
              const recorded = await record().catch(async (error: unknown) => {
                // If the database cannot tell now, the next start asks it.
                await removeUnrecorded([sha256]);
                await rm(notRecordedYet, { force: true });
                throw error;
              });
              await rm(notRecordedYet, { force: true });
              return recorded;
            }),
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

const hash = /^[0-9a-f]{64}$/;

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
