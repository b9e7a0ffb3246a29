import { sql } from 'kysely';
import type { Logger } from 'pino';
import {
  connect,
  embeddedConnection,
  type Execute,
  executeOn,
  openPool,
  postgresConnection,
} from './connection.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

const OLDEST_POSTGRESQL = 150_000;

export type OpenDatabase = AsyncDisposable & {
  readonly database: Database;
  /** SQL for libraries that bring their own. */
  readonly execute: Execute;
  /** Resolves when the database answers; rejects when it does not. */
  ping(): Promise<void>;
  /** Aborted, with an Error as its reason, when the embedded database dies: only a new start of the server helps. */
  readonly lost: AbortSignal;
};

/**
 * Opens the PostgreSQL (15 or newer) at `url`, or without a url the embedded database in `folder`, and migrates it.
 * Disposing lets statements under way finish, refuses those that wait for a connection and closes everything; doing it twice
 * does no harm.
 * @throws Error when the database is out of reach, too old, or another server has the folder.
 */
export async function openDatabase({
  url,
  folder,
  logger,
}: {
  readonly url?: string;
  readonly folder: string;
  readonly logger: Logger;
}): Promise<OpenDatabase> {
  await using opening = new AsyncDisposableStack();
  const server = url ?? opening.use(await startEmbedded(folder, logger));
  const connection =
    typeof server === 'string' ? postgresConnection(server) : embeddedConnection(server.socketFolder);
  const pool = openPool(connection, logger);
  const database = opening.use(connect(connection, logger, pool));
  await requireVersion(database);
  await migrate(database, logger);
  const open = opening.move();
  return {
    database,
    execute: executeOn(pool),
    lost: typeof server === 'string' ? new AbortController().signal : server.lost,
    ping: async () => {
      await sql`select 1`.execute(database);
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

async function requireVersion(database: Database): Promise<void> {
  const { rows } = await sql<{ version: number; name: string }>`
    select current_setting('server_version_num')::integer as version, current_setting('server_version') as name
  `.execute(database);
  const [server] = rows;
  if (server && server.version < OLDEST_POSTGRESQL) {
    throw new Error(`PostgreSQL 15 or newer is needed; the server is ${server.name}`);
  }
}
