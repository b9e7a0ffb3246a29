import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import type { PictureAt, PictureStore } from '../../documents/picture-store.ts';
import { isFullDisk } from './full-disk.ts';

/**
 * Keeps pictures in `folder`/documents/pages, in one folder for each document, named by its hash. Above
 * `maxBytes` in total it deletes whole documents, the least recently used first.
 */
export async function createPictureFiles(
  folder: string,
  maxBytes: number,
  diskFull: () => void = () => {},
): Promise<PictureStore> {
  const pages = join(folder, 'documents', 'pages');
  await mkdir(pages, { recursive: true, mode: 0o700 });
  const folderOf = (sha256: string): string => join(pages, sha256);
  const placeOf = ({ sha256, page, size }: PictureAt): string =>
    join(folderOf(sha256), `${page}-${size}.webp`);
  /** Bytes by hash, the least recently used first. */
  const kept = await found(pages);
  let total = [...kept.values()].reduce((sum, bytes) => sum + bytes, 0);

  const asked = (sha256: string): void => {
    const bytes = kept.get(sha256);
    if (bytes === undefined) return;
    kept.delete(sha256);
    kept.set(sha256, bytes);
  };
  const forget = async (sha256: string): Promise<void> => {
    total -= kept.get(sha256) ?? 0;
    kept.delete(sha256);
    await rm(folderOf(sha256), { recursive: true, force: true });
  };
  const makeRoom = async (): Promise<void> => {
    for (const [oldest] of kept) {
      if (total <= maxBytes) return;
      await forget(oldest);
    }
  };
  await makeRoom();

  return {
    async read(at) {
      try {
        const picture = await readFile(placeOf(at));
        asked(at.sha256);
        return picture;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    has: async (at) => (await bytesAt(placeOf(at))) !== undefined,

    async keep(at, picture) {
      const place = placeOf(at);
      const before = (await bytesAt(place)) ?? 0;
      const incoming = `${place}.${uuid()}`;
      try {
        await mkdir(folderOf(at.sha256), { recursive: true, mode: 0o700 });
        await write(incoming, picture);
        await rename(incoming, place);
      } catch (error) {
        if (isFullDisk(error)) diskFull();
        await rm(incoming, { force: true });
        throw error;
      }
      const more = picture.length - before;
      kept.set(at.sha256, (kept.get(at.sha256) ?? 0) + more);
      total += more;
      asked(at.sha256);
      await makeRoom();
    },

    forget,
  };
}

/** Whole on the disk before the rename: a picture under its name counts as complete. */
async function write(path: string, content: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(content);
  await file.sync();
}

/** What an earlier run of the server left, the oldest first. Deletes pictures that are incomplete. */
async function found(pages: string): Promise<Map<string, number>> {
  const documents: { sha256: string; bytes: number; atMs: number }[] = [];
  for (const sha256 of await readdir(pages)) {
    let [bytes, atMs] = [0, 0];
    for (const name of await readdir(join(pages, sha256))) {
      const path = join(pages, sha256, name);
      if (!name.endsWith('.webp')) {
        await rm(path);
        continue;
      }
      const { size, mtimeMs } = await stat(path);
      bytes += size;
      atMs = Math.max(atMs, mtimeMs);
    }
    documents.push({ sha256, bytes, atMs });
  }
  return new Map(documents.toSorted((a, b) => a.atMs - b.atMs).map(({ sha256, bytes }) => [sha256, bytes]));
}

/** Returns undefined where there is no file. */
async function bytesAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
