import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** The thread in which the embedded database runs. embedded.ts starts and stops it. */
const { folder, socketPath } = z
  .strictObject({ folder: z.string(), socketPath: z.string() })
  .parse(workerData);
if (!parentPort) throw new Error('This module runs as a worker thread');

/**
 * The severity of an ErrorResponse (PostgreSQL's protocol, error fields). No value in a row can hold these
 * zero bytes.
 */
const panic = '\0VPANIC\0';

/**
 * A PostgreSQL server ends when it panics or when its code traps. PGlite continues in an undefined state, and
 * pglite-socket then answers no statement. Such a failure therefore ends this thread, and every caller gets
 * an error.
 */
class MortalPGlite extends PGlite {
  override async execProtocolRawStream(
    ...[message, { onRawData, ...options }]: Parameters<PGlite['execProtocolRawStream']>
  ): Promise<void> {
    const watch = (data: Uint8Array): void => {
      onRawData(data);
      if (Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes(panic))
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

// Creates a new database in another folder and then renames the folder, so that an interrupted creation never
// counts as a complete database.
if (!existsSync(folder)) {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const made = await PGlite.create(unfinished);
  await made.close();
  renameSync(unfinished, folder);
}

const database = new MortalPGlite(folder, {
  extensions: { btree_gist },
  // PGlite writes to all of its buffers at the start, 128 MB by default. The system caches the files in
  // memory as well.
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'],
});
await database.waitReady;
// This process holds the lock on the data folder, so a socket file here is from a killed run.
rmSync(socketPath, { force: true });
// The pool holds one connection (see connection.ts); the others are for connections that are still closing.
const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 4 });
await server.start();

parentPort.postMessage('listening');

await once(parentPort, 'message');
await server.stop();
await database.close();
parentPort.close();
