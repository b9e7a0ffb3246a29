import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { isFullDisk } from './full-disk.ts';
import type { Schema } from './schema.ts';

/** Instants come out as epoch milliseconds, days as `YYYY-MM-DD`; all else as the driver gives it. */
const { builtins } = pg.types;
const readInstant = pg.types.getTypeParser(builtins.TIMESTAMPTZ);
const types = new pg.TypeOverrides();
types.setTypeParser(builtins.TIMESTAMPTZ, (text: string) => readInstant(text).getTime());
types.setTypeParser(builtins.DATE, (text: string) => text);

/** Times in ms. A statement, or a wait for a connection, that takes longer is an error and not a hang. */
const patience = { connectionTimeoutMillis: 10_000, query_timeout: 30_000 };

/**
 * One connection: PGlite serialises anyway, and pglite-socket hands it single protocol messages, so that statements of two
 * connections could mix between their Parse and their Execute.
 */
export const embeddedConnection = (socketFolder: string): pg.PoolConfig => ({
  host: socketFolder,
  port: 5432,
  user: 'postgres',
  database: 'postgres',
  max: 1,
  idleTimeoutMillis: 0,
  // All connections share one session of PGlite. What one that broke left there, such as settings, temporary tables and
  // prepared statements, would be the next one's.
  verify: (client, done) => client.query('discard all', (error) => done(error ?? undefined)),
  ...patience,
});

/** Ten connections serve thousands of short statements a second, and leave a PostgreSQL that others use as well its own. */
export const postgresConnection = (url: string): pg.PoolConfig => ({
  connectionString: url,
  application_name: 'diemcau',
  max: 10,
  keepAlive: true,
  // Statements are short: to compile a recursive one takes a second, to run it a few milliseconds. And the plan lies in memory
  // or on an SSD: priced as on a turning disk, an index counts as dearer than to read all meetings.
  options: '-c jit=off -c random_page_cost=1.1',
  // The server gives up first, so that a connection is never left with a statement that nobody waits for.
  statement_timeout: 20_000,
  idle_in_transaction_session_timeout: 20_000,
  ...patience,
});

/** How a statement begins that is worth its plan, as what every join asks; the word names it on its connection. */
const marked = /^\s*\/\* prepared (\w+) \*\//;

/**
 * Has a connection parse and plan each marked statement once, and run it by its name from then on. On the embedded database that
 * halves the standing of one who joins, from 4.2 to 2.1 ms.
 */
function prepareMarked(client: pg.PoolClient): void {
  const query = Reflect.get(client, 'query');
  Object.defineProperty(client, 'query', {
    value(this: void, first: unknown, ...others: readonly unknown[]): unknown {
      const [, name] = typeof first === 'string' ? (marked.exec(first) ?? []) : [];
      if (name === undefined) return Reflect.apply(query, client, [first, ...others]);
      const [values, ...rest] = others;
      return Reflect.apply(query, client, [{ name, text: first, values }, ...rest]);
    },
  });
}

/** A pool whose end lets statements under way finish and refuses those that still wait for a connection. */
export function openPool(config: pg.PoolConfig, logger: Logger) {
  const pool = new pg.Pool({ ...config, types });
  // A connection that breaks leaves the pool by itself, and a statement on it fails. But it also emits an error, be it idle
  // (on the pool, too) or not, and an error without a listener would end the process.
  pool.on('connect', (client) => {
    prepareMarked(client);
    client.on('error', (error) => logger.warn({ err: error }, 'A database connection broke'));
  });
  pool.on('error', (error) => logger.debug({ err: error }, 'An idle database connection left the pool'));

  // `pool.end` waits for connections in use but leaves those who wait for one without an answer; so they get theirs first,
  // and kysely, which is closing, gives it back and refuses their statement.
  const waiting = new Set<Promise<pg.PoolClient>>();
  return {
    options: pool.options,
    async connect() {
      const connection = pool.connect();
      waiting.add(connection);
      try {
        return await connection;
      } finally {
        waiting.delete(connection);
      }
    },
    async end() {
      await Promise.allSettled(waiting);
      await pool.end();
    },
  } satisfies PostgresPool;
}

/**
 * Runs SQL as it stands, one statement or, without values, several in one transaction; gives the rows of all of them, in their
 * order, as the driver reads them. pg-boss finds what it asked for among the rows of `begin`, a lock, a claim and `commit`.
 */
export type Execute = (text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;

export const executeOn =
  (pool: { connect(): Promise<pg.PoolClient> }): Execute =>
  async (text, values = []) => {
    const client = await pool.connect();
    try {
      // Several statements have several results, which the driver's types do not say.
      const results: pg.QueryResult | pg.QueryResult[] = await client.query({
        text,
        values: [...values],
        types: pg.types,
      });
      return [results].flat().flatMap(({ rows }): readonly unknown[] => rows);
    } finally {
      client.release();
    }
  };

/** Destroying the result ends the pool. `diskFull` is told of each statement that was refused for want of room on the disk. */
export function connect(
  config: pg.PoolConfig,
  logger: Logger,
  pool: PostgresPool = openPool(config, logger),
  diskFull: () => void = () => {},
): Kysely<Schema> {
  return new Kysely<Schema>({
    log(event) {
      if (event.level === 'error' && isFullDisk(event.error)) diskFull();
    },
    dialect: new PostgresDialect({ pool }),
    // Keys inside JSON are data, not columns.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}
