import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../../server/storage/database.ts';
import type { Database } from '../../server/storage/schema.ts';
import { launchPostgres, type Postgres } from './postgres.ts';

/**
 * Real databases for tests: made and migrated once a run, then copied, which takes a fraction of a second. Import it at the
 * top of a test file: it adds a closing hook to the run, which stops and removes everything.
 */
export const silent = pino({ level: 'silent' });
const closing = new AsyncDisposableStack();
after('stop the databases', async function () {
  // Gigabytes of copies may be in those folders: how long removing them takes is the disk's affair.
  this.timeout(120_000);
  await closing.disposeAsync();
});

/** A data folder of one's own with a migrated, empty embedded database in it, for `openDatabase({ folder })`. */
export async function temporaryPglite(): Promise<{ readonly folder: string }> {
  migratedFolder ??= makeMigratedFolder();
  const folder = await temporaryFolder();
  await cp(await migratedFolder, folder, { recursive: true });
  return { folder };
}

/** A data folder with nothing in it; gone at the end of the run. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'diemcau-test-'));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

let migratedFolder: Promise<string> | undefined;
async function makeMigratedFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await using _made = await openDatabase({ folder, logger: silent });
  return folder;
}

/** Runs SQL as it stands, for what no repository does. */
export const execute = (database: Database, statement: string) => sql.raw(statement).execute(database);

let shared: Promise<Postgres> | undefined;
/** The run's PostgreSQL server. A test that does it harm takes one of its own with `launchPostgres`. */
export function startPostgres(): Promise<Postgres> {
  shared ??= launchPostgres().then((postgres) => closing.use(postgres));
  return shared;
}
