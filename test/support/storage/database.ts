import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../../../server/storage/database.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { launchPostgres, type Postgres } from './postgres.ts';

/**
 * Real databases for tests: created and migrated once a run, then copied, which takes a fraction of a second.
 * Import it at the top of a test file: it adds a hook to the run that stops and removes everything.
 */
export const silent = pino({ level: 'silent' });
const closing = new AsyncDisposableStack();
after('stop the databases', async function () {
  // The folders may have gigabytes of copies; the disk decides how long their removal takes.
  this.timeout(120_000);
  await closing.disposeAsync();
});

/** A new data folder with a migrated, empty embedded database, for `openDatabase({ folder })`. */
export async function temporaryPglite(): Promise<{ readonly folder: string }> {
  migratedFolder ??= makeMigratedFolder();
  const folder = await temporaryFolder();
  await cp(await migratedFolder, folder, { recursive: true });
  return { folder };
}

/** An empty data folder, which is removed at the end of the run. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'diemcau-test-'));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

let migratedFolder: Promise<string> | undefined;

/** Made by the first run of these migrations, and kept for the next ones: making it takes seconds of a processor. */
async function makeMigratedFolder(): Promise<string> {
  const kept = join('.runtime', 'migrated', await storageVersion());
  if (existsSync(kept)) return kept;
  const folder = await temporaryFolder();
  {
    await using _made = await openDatabase({ folder, logger: silent });
  }
  // Renamed, so that another run at the same time finds all of it or nothing; it may have been faster.
  const whole = `${kept}-${process.pid}`;
  await cp(folder, whole, { recursive: true });
  await rename(whole, kept).catch(() => rm(whole, { recursive: true }));
  return folder;
}

/** Changes with everything that decides what an empty database contains. */
async function storageVersion(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of ['package-lock.json', ...globSync('server/storage/**/*.{ts,sql}').toSorted()])
    hash.update(path).update(await readFile(path));
  return hash.digest('hex').slice(0, 16);
}

/** Runs SQL unchanged, for statements that no repository has. */
export const execute = (database: Database, statement: string) => sql.raw(statement).execute(database);

let shared: Promise<Postgres> | undefined;
/** The run's PostgreSQL server. A test that damages it must start its own with `launchPostgres`. */
export function startPostgres(): Promise<Postgres> {
  shared ??= launchPostgres().then((postgres) => closing.use(postgres));
  return shared;
}
