import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from '../../start-refused.ts';

const sqliteBusy = 5;

/**
 * Keeps a second server out of a data folder until released.
 *
 * SQLite's exclusive transaction is an fcntl lock. The kernel releases it however the process dies, so no
 * stale lock remains. It also holds between containers that share a volume, where an abstract socket's name
 * would not, and (thanks to SQLite) between two servers in one process. Node offers no plain flock.
 * @throws StartRefused when another server has the folder.
 */
export function lockFolder(folder: string): Disposable {
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new StartRefused(`another server is using the data folder ${folder}`, 'Stop that one first', {
        cause: error,
      });
    }
    throw error;
  }
  return { [Symbol.dispose]: () => lock.close() };
}
