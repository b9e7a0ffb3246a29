import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { isFullDisk } from './files/full-disk.ts';
import type { Schema } from './schema.ts';

/**
 * Reads instants as epoch milliseconds and days as `YYYY-MM-DD`; the driver's parsers read all other types.
 */
const { builtins } = pg.types;
const readInstant = pg.types.getTypeParser(builtins.TIMESTAMPTZ);
const types = new pg.TypeOverrides();
types.setTypeParser(builtins.TIMESTAMPTZ, (text: string) => readInstant(text).getTime());
types.setTypeParser(builtins.DATE, (text: string) => text);

/** Times in ms. A statement, or a wait for a connection, fails after this time instead of hanging. */
const patience = { connectionTimeoutMillis: 10_000, query_timeout: 30_000 };

/**
 * One connection. PGlite runs one statement at a time anyway, and pglite-socket passes it single protocol
 * messages, so the messages of two connections could mix between Parse and Execute.
 */
export const embeddedConnection = (socketFolder: string): pg.PoolConfig => ({
  host: socketFolder,
  port: 5432,
  user: 'postgres',
  database: 'postgres',
  max: 1,
  idleTimeoutMillis: 0,
  // All connections share one session of PGlite. Without this, a new connection would inherit the settings,
  // temporary tables and prepared statements of one that broke.
  verify: (client, done) => client.query('discard all', (error) => done(error ?? undefined)),
  ...patience,
});

/**
 * Ten connections serve thousands of short statements a second, and leave connections for other users of the
 * same PostgreSQL.
 */
export const postgresConnection = (url: string): pg.PoolConfig => ({
  connectionString: url,
  application_name: 'diemcau',
  max: 10,
  keepAlive: true,
  // Statements are short: compiling a recursive one takes a second, running it a few milliseconds. The data
  // is in memory or on an SSD: with the costs of a turning disk, the planner would read all meetings instead
  // of using an index.
  options: '-c jit=off -c random_page_cost=1.1',
  // The database gives up first, so that no connection keeps a statement whose caller has gone.
  statement_timeout: 20_000,
  idle_in_transaction_session_timeout: 20_000,
  ...patience,
});

/**
 * Marks a frequent statement, such as one that every join runs, whose plan is worth keeping. The word is its
 * name on the connection.
 */
const marked = /^\s*\/\* prepared (\w+) \*\//;

/**
 * Makes a connection parse and plan each marked statement once and then run it by name. On the embedded
 * database this halves the look-up of a joining participant's standing, from 4.2 to 2.1 ms.
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

/** A pool whose `end` lets running statements finish and refuses those that still wait for a connection. */
export function openPool(config: pg.PoolConfig, logger: Logger) {
  const pool = new pg.Pool({ ...config, types });
  // A broken connection leaves the pool by itself, and its statement fails. It also emits an error, idle
  // (then on the pool, too) or not, and an error without a listener would end the process.
  pool.on('connect', (client) => {
    prepareMarked(client);
    client.on('error', (error) => logger.warn({ err: error }, 'A database connection broke'));
  });
  pool.on('error', (error) => logger.debug({ err: error }, 'An idle database connection left the pool'));

  // `pool.end` waits for connections in use but never answers callers that wait for a connection. They
  // therefore get one first; Kysely, which is closing, gives it back and refuses their statement.
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
 * Runs SQL text unchanged: one statement or, without values, several in one transaction. Returns the rows of
 * all statements in their order, as the driver reads them. pg-boss looks for its rows among those of `begin`,
 * a lock, a claim and `commit`.
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

/**
 * Destroying the result ends the pool. Calls `diskFull` for each statement that fails because the disk is
 * full.
 */
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
