import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { StartRefused } from '../../start-refused.ts';
import { lockFolder } from './folder-lock.ts';

/** `sun_path` in <sys/un.h>, less the closing zero byte. */
const longestSocketPathBytes = 107;
/** The name that PostgreSQL clients expect for the socket of a port within a folder. */
const socketFile = '.s.PGSQL.5432';

export type EmbeddedDatabase = AsyncDisposable & {
  /** Folder of the Unix socket, as the driver's `host`. */
  readonly socketFolder: string;
  /** Aborted, with an Error as its reason, when the database dies without a request to stop. */
  readonly lost: AbortSignal;
};

/**
 * Starts PGlite on disk in `folder`, in a thread of its own: no query blocks the event loop of the
 * signalling.
 * @throws StartRefused when another server uses the folder, or the database does not start.
 */
export async function startEmbedded(folder: string, logger: Logger): Promise<EmbeddedDatabase> {
  // The socket asks for no password: a process that can enter these folders has full access.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  using cleanup = new DisposableStack();
  cleanup.use(lockFolder(folder));

  const socketFolder = fits(folder) ? resolve(folder) : mkdtempSync(join(tmpdir(), 'diemcau-'));
  const socketPath = join(socketFolder, socketFile);
  cleanup.defer(() => rmSync(fits(folder) ? socketPath : socketFolder, { recursive: true, force: true }));

  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
    workerData: { folder: join(resolve(folder), 'pgdata'), socketPath },
  });
  let failure: unknown;
  worker.on('error', (error) => (failure = error));
  const exited = new Promise<void>((done) => worker.once('exit', () => done()));
  await Promise.race([once(worker, 'message'), exited.then(() => Promise.reject(didNotStart(failure)))]);

  const lost = new AbortController();
  let stopping = false;
  worker.once('exit', () => {
    if (stopping) return;
    const reason = new Error('The embedded database has stopped', { cause: failure });
    logger.fatal({ err: reason }, reason.message);
    lost.abort(reason);
  });

  const owned = cleanup.move();
  return {
    socketFolder,
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      stopping = true;
      worker.postMessage('close');
      await exited;
      owned.dispose();
    },
  };
}

const didNotStart = (cause: unknown): StartRefused =>
  new StartRefused(
    'the embedded database did not start',
    'See that the disk of storage.folder has room and can be written to; if it was damaged, as by a power cut, restore the copy',
    { cause },
  );

function fits(folder: string): boolean {
  return Buffer.byteLength(join(resolve(folder), socketFile)) <= longestSocketPathBytes;
}
