import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** The thread in which the embedded database runs; embedded.ts starts it and says when to stop. */
const { folder, socketPath } = z
  .strictObject({ folder: z.string(), socketPath: z.string() })
  .parse(workerData);
if (!parentPort) throw new Error('This module runs as a worker thread');

/** The severity of an ErrorResponse (PostgreSQL's protocol, error fields). No value in a row can hold these zero bytes. */
const PANIC = '\0VPANIC\0';

/**
 * A PostgreSQL server that panics, or whose code traps, ends. PGlite goes on without sense, and pglite-socket then leaves
 * every statement without an answer. Such a failure must end this thread instead, so that everybody learns of it.
 */
class MortalPGlite extends PGlite {
  override async execProtocolRawStream(
    ...[message, { onRawData, ...options }]: Parameters<PGlite['execProtocolRawStream']>
  ): Promise<void> {
    const watch = (data: Uint8Array): void => {
      onRawData(data);
      if (Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes(PANIC))
        die('PostgreSQL panicked');
    };
    try {
      await super.execProtocolRawStream(message, { ...options, onRawData: watch });
    } catch (error) {
      die(error);
      throw error;
    }
  }
}

function die(cause: unknown): void {
  setImmediate(() => {
    throw new Error('The embedded database has failed', { cause });
  });
}

// A new database is made aside and moved into place, so that one whose making was interrupted is never taken for whole.
if (!existsSync(folder)) {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const made = await PGlite.create(unfinished);
  await made.close();
  renameSync(unfinished, folder);
}

const database = new MortalPGlite(folder, {
  extensions: { btree_gist },
  // PGlite touches all of its buffers at the start, 128 MB where nothing is said. The system keeps the files in memory as well.
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'],
});
await database.waitReady;
// The lock on the data folder is ours: a socket file that stands there was left by a killed run.
rmSync(socketPath, { force: true });
// The pool holds one connection (see connection.ts); the others leave room for one that is on its way out.
const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 4 });
await server.start();

parentPort.postMessage('listening');

await once(parentPort, 'message');
await server.stop();
await database.close();
parentPort.close();
