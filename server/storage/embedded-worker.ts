import { PGlite } from '@electric-sql/pglite';
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

/**
 * pglite-socket stops serving for good, without a word, when PGlite fails below SQL (a PostgreSQL PANIC or a WebAssembly
 * trap). Such a failure must end the thread instead, so that everybody learns of it.
 */
class LoudPGlite extends PGlite {
  override async execProtocolRawStream(
    ...[message, options]: Parameters<PGlite['execProtocolRawStream']>
  ): Promise<void> {
    try {
      await super.execProtocolRawStream(message, options);
    } catch (error) {
      setImmediate(() => {
        throw new Error('The embedded database has failed', { cause: error });
      });
      throw error;
    }
  }
}

// A new database is made aside and moved into place, so that one whose making was interrupted is never taken for whole.
if (!existsSync(folder)) {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const made = await PGlite.create(unfinished);
  await made.close();
  renameSync(unfinished, folder);
}

const database = new LoudPGlite(folder);
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
