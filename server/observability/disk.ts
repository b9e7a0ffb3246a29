import { statfs } from 'node:fs/promises';

/** A paper has 50 MB at the most, and an embedded database writes its log in pieces of 16 MB: what is less is nearly nothing. */
const leastFreeBytes = 256 * 1024 * 1024;
/** Readiness is asked for every few seconds. It reports a refused write for this long. */
const refusedLatelyMs = 60_000;

export interface DiskStats {
  /** What this user may still write to the disk of storage.folder, in bytes. */
  freeBytes(): Promise<number>;
  /** Writes that were refused since the start, because a disk is full: the folder's, or the database's. */
  readonly refused: () => number;
}

export interface DiskWatch extends DiskStats {
  /** A write was refused. */
  noteRefused(): void;
  /** Rejects where the disk is full or will be soon. */
  check(): Promise<void>;
}

/** @param monotonic ms since any moment */
export function watchDisk(
  folder: string,
  { leastBytes = leastFreeBytes, monotonic = () => performance.now() } = {},
): DiskWatch {
  let refused = 0;
  let lastRefusedMs = Number.NEGATIVE_INFINITY;
  const freeBytes = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  };
  return {
    freeBytes,
    refused: () => refused,
    noteRefused() {
      refused += 1;
      lastRefusedMs = monotonic();
    },
    async check() {
      if (monotonic() - lastRefusedMs < refusedLatelyMs)
        throw new Error('a disk is full: writes were refused within the last minute');
      const free = await freeBytes();
      if (free < leastBytes)
        throw new Error(
          `the disk of storage.folder is nearly full: ${Math.floor(free / 1_048_576)} MB are left`,
        );
    },
  };
}
