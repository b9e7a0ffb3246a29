import { statfs } from 'node:fs/promises';

/**
 * A document has 50 MB at most, and an embedded database writes its log in pieces of 16 MB: less than this is
 * nearly nothing.
 */
const leastFreeBytes = 256 * 1024 * 1024;
/** For how long the readiness check reports a refused write; probes ask every few seconds. */
const refusedLatelyMs = 60_000;

export interface DiskStats {
  /** The bytes that this user can still write to the disk of storage.folder. */
  freeBytes(): Promise<number>;
  /**
   * Writes that failed since the start because a disk was full: the disk of the folder, or of the database.
   */
  readonly refused: () => number;
}

export interface DiskWatch extends DiskStats {
  /** Call this when a write was refused. */
  noteRefused(): void;
  /** Rejects where the disk is full or nearly full. */
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
