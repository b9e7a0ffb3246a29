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
import { type ControlProcess, enterAlone, enterShared } from './control-process.ts';
import { migrate } from './migrations/migrate.ts';
import type { Database } from './schema.ts';

const oldestPostgresql = 150_000;

export type OpenDatabase = AsyncDisposable & {
  readonly database: Database;
  /** Runs SQL of libraries that write their own. */
  readonly execute: Execute;
  /** Resolves when the database answers; rejects when it does not. */
  ping(): Promise<void>;
  /**
   * Aborted, with an Error as its reason, when the embedded database dies, or when another server has taken
   * the place of this one. This server must then end.
   */
  readonly lost: AbortSignal;
};

/** The database of a running server, which other servers then find in use. */
type ServedDatabase = OpenDatabase & { readonly controlProcess: ControlProcess };

interface DatabasePlace {
  readonly url?: string;
  readonly folder: string;
  /** Called for each statement that fails because the disk is full. */
  readonly diskFull?: () => void;
  readonly logger: Logger;
}

/**
 * Opens the PostgreSQL (15 or newer) at `url`, or without a url the embedded database in `folder`, and
 * migrates it. Disposing lets running statements finish, refuses those that wait for a connection and closes
 * everything; disposing twice does no harm.
 * @throws StartRefused when the database is out of reach, too old or too new, or when another server uses the
 * folder.
 */
export async function openDatabase(place: DatabasePlace): Promise<OpenDatabase> {
  await using opening = new AsyncDisposableStack();
  const { database, open } = await openIn(place, opening);
  await migrate(database, place.logger);
  const owned = opening.move();
  return { ...open, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/**
 * Opens a database as `openDatabase` does, to serve from it: as a process that owns conferences. Several
 * processes share a PostgreSQL where each has an `address`, the path under which clients reach it.
 * @throws StartRefused also when another server uses the database.
 */
export async function serveDatabase(
  place: DatabasePlace & { readonly address?: string | null },
): Promise<ServedDatabase> {
  await using opening = new AsyncDisposableStack();
  const { database, open } = await openIn(place, opening);
  const { url, address = null, logger } = place;
  const controlProcess = opening.use(
    url === undefined
      ? await enterAlone(database, logger)
      : await enterShared(database, { url, address }, logger),
  );
  const owned = opening.move();
  return {
    ...open,
    controlProcess,
    lost: AbortSignal.any([open.lost, controlProcess.lost]),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function openIn({ url, folder, diskFull, logger }: DatabasePlace, opening: AsyncDisposableStack) {
  const server = url ?? opening.use(await startEmbedded(folder, logger));
  const connection =
    typeof server === 'string' ? postgresConnection(server) : embeddedConnection(server.socketFolder);
  const pool = openPool(connection, logger);
  const database = opening.use(connect(connection, logger, pool, diskFull));
  await requireVersion(database);
  const open = {
    database,
    execute: executeOn(pool),
    lost: typeof server === 'string' ? new AbortController().signal : server.lost,
    ping: async () => {
      await sql`select 1`.execute(database);
    },
  };
  return { database, open };
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
  if (server && server.version < oldestPostgresql) {
    throw new StartRefused(
      `PostgreSQL 15 or newer is needed; the server is ${server.name}`,
      'Update PostgreSQL',
    );
  }
}
