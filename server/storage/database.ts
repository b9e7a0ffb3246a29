import { sql } from 'kysely';
import type { Logger } from 'pino';
import { StartRefused } from '../start-refused.ts';
import {
  connect,
  embeddedConnection,
  type Execute,
  executeOn,
  openPool,
  postgresConnection,
} from './connection.ts';
import { startEmbedded } from './embedded/embedded.ts';
import { takeLease } from './lease.ts';
import { migrate } from './migrations/migrate.ts';
import type { Database } from './schema.ts';

const OLDEST_POSTGRESQL = 150_000;

export type OpenDatabase = AsyncDisposable & {
  readonly database: Database;
  /** Runs SQL of libraries that write their own. */
  readonly execute: Execute;
  /** Resolves when the database answers; rejects when it does not. */
  ping(): Promise<void>;
  /**
   * Aborted, with an Error as its reason, when the embedded database dies or another server has taken over.
   * This server must then end.
   */
  readonly lost: AbortSignal;
};

/**
 * Opens the PostgreSQL (15 or newer) at `url`, or without a url the embedded database in `folder`, and
 * migrates it. With `serving`, no other server can serve from the database at the same time. Disposing lets
 * running statements finish, refuses those that wait for a connection and closes everything; disposing twice
 * does no harm.
 * @throws StartRefused when the database is out of reach, too old, too new, or in use by another server.
 */
export async function openDatabase({
  url,
  folder,
  serving = false,
  diskFull,
  logger,
}: {
  readonly url?: string;
  readonly folder: string;
  readonly serving?: boolean;
  /** Called for each statement that fails because the disk is full. */
  readonly diskFull?: () => void;
  readonly logger: Logger;
}): Promise<OpenDatabase> {
  await using opening = new AsyncDisposableStack();
  const server = url ?? opening.use(await startEmbedded(folder, logger));
  const connection =
    typeof server === 'string' ? postgresConnection(server) : embeddedConnection(server.socketFolder);
  const pool = openPool(connection, logger);
  const database = opening.use(connect(connection, logger, pool, diskFull));
  await requireVersion(database);
  const lease = serving && url !== undefined ? opening.use(await takeLease(url, logger)) : undefined;
  await migrate(database, logger);
  const losses = [lease?.lost, typeof server === 'string' ? undefined : server.lost];
  const open = opening.move();
  return {
    database,
    execute: executeOn(pool),
    lost: AbortSignal.any(losses.filter((signal) => signal !== undefined)),
    ping: async () => {
      await sql`select 1`.execute(database);
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

async function requireVersion(database: Database): Promise<void> {
  const { rows } = await sql<{ version: number; name: string }>`
    select current_setting('server_version_num')::integer as version, current_setting('server_version') as name
  `
    .execute(database)
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message || error.name : String(error);
      throw new StartRefused(
        `the database cannot be used: ${reason}`,
        'See that PostgreSQL runs and is in reach, and that storage.url names the right server, database, user and password',
        { cause: error },
      );
    });
  const [server] = rows;
  if (server && server.version < OLDEST_POSTGRESQL) {
    throw new StartRefused(
      `PostgreSQL 15 or newer is needed; the server is ${server.name}`,
      'Update PostgreSQL',
    );
  }
}
