import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Expression, sql, type SqlBool } from 'kysely';
import type { Logger } from 'pino';
import type { ProcessLease } from '../conference/ownership.ts';
import { StartRefused } from '../start-refused.ts';
import { connect, postgresConnection } from './connection.ts';
import { DatabaseTime } from './database-time.ts';
import { leaseMs, lives, ms } from './leases.ts';
import { type Newcomer, migrate } from './migrations/migrate.ts';
import { Renewals } from './renewals.ts';
import type { Database } from './schema.ts';

/** How often a process renews its lease. */
const renewEveryMs = 2_000;
/** How long a start waits for the lease of a killed process to end. */
const patienceMs = leaseMs + 3_000;
const askEveryMs = 500;
/** A difference between clocks that a time service leaves. */
const toleratedS = 5;

/** This process among those that use the database. */
export interface ControlProcess extends AsyncDisposable, ProcessLease {
  /** Aborted, with an Error as its reason, when another process has taken this one's place. */
  readonly lost: AbortSignal;
  /** The database's time, epoch ms: the same at all processes, whatever the clocks of their machines say. */
  now(): number;
  /** Gives up the lease, so that others take its conferences over at once. Idempotent; part of disposing. */
  leave(): Promise<void>;
}

/** What a process of a shared database needs besides it. */
interface SharedPlace {
  readonly url: string;
  /** The path under which clients reach this very process; null where they could reach no other. */
  readonly address: string | null;
}

/** A living process. */
interface Holder {
  readonly host: string;
  readonly since: string;
}

/** Another living process, beside which this one cannot use the database. */
class Excluded extends Error {
  override readonly name = 'Excluded';
  readonly by: Holder;
  readonly why: string;

  constructor(by: Holder, why: string) {
    super(`excluded by a process on ${by.host}`);
    this.by = by;
    this.why = why;
  }
}

/**
 * Enters the embedded database, migrated, as its only process, which the lock on the folder guarantees. Its
 * lease never ends, so that a suspended laptop is still the owner of its conferences.
 */
export async function enterAlone(database: Database, logger: Logger): Promise<ControlProcess> {
  const processId = randomUUID();
  await migrate(database, logger, {
    check: async () => {},
    async enter(transaction) {
      await sql`delete from control_process`.execute(transaction);
      await sql`
        insert into control_process (id, host, started_at, expires_at)
        values (${processId}, ${hostname()}, clock_timestamp(), 'infinity')
      `.execute(transaction);
    },
  });
  return {
    processId,
    isCertain: () => true,
    interruptions: () => 0,
    mayTakeOver: () => true,
    renewedAgoMs: () => null,
    lost: new AbortController().signal,
    now: Date.now,
    leave: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/**
 * Enters a PostgreSQL database, migrated, as one of its processes.
 *
 * The lease is a row with a heartbeat by the database's clock. Its advantages over a session's advisory lock:
 * it is data, so it survives a failover; it works behind a pooler, which shares sessions; and it ends when a
 * machine loses power, where TCP can take hours to notice. The cost: a start within seconds of a kill waits
 * for the rest of the killed process's lease.
 *
 * A database outage loses nothing: afterwards the row is still this process's, unless another one took its
 * place first.
 * @throws StartRefused while a process lives beside which this one cannot run
 */
export async function enterShared(
  database: Database,
  { url, address }: SharedPlace,
  logger: Logger,
): Promise<ControlProcess> {
  const processId = randomUUID();
  let renewals = new Renewals();
  const time = new DatabaseTime();
  await enterInTurn(database, logger, {
    check: (transaction, changes) => refuseBesideOthers(transaction, address, changes),
    async enter(transaction) {
      renewals = new Renewals();
      const askedAtMs = performance.now();
      const { rows } = await sql<{ now: number }>`
        insert into control_process (id, address, host, started_at, expires_at)
        values (${processId}, ${address}, ${hostname()}, clock_timestamp(), clock_timestamp() + ${ms(leaseMs)})
        returning clock_timestamp() as now
      `.execute(transaction);
      const [entered] = rows;
      if (entered) time.read(entered.now, askedAtMs);
    },
  });

  const machineAheadS = Math.round((Date.now() - time.now()) / 1_000);
  if (Math.abs(machineAheadS) >= toleratedS) {
    logger.warn({ machineAheadS }, "the clock of this machine is not the database's, which servers share");
  }

  // A connection of its own: all connections of the pool can be busy when the lease is due. A renewal that
  // takes longer comes too late anyway.
  const connecting = { query_timeout: renewEveryMs, connectionTimeoutMillis: renewEveryMs, max: 1 };
  const open = (): Database => connect({ ...postgresConnection(url), ...connecting }, logger);
  let own = open();
  const lost = new AbortController();
  const stop = new AbortController();

  const renewOnce = async (): Promise<void> => {
    const askedAtMs = performance.now();
    try {
      const now = await renew(own, processId);
      if (now === undefined) {
        lost.abort(new Error('another server has taken over the database'));
        return;
      }
      time.read(now, askedAtMs);
      renewals.renewed(askedAtMs);
    } catch (error) {
      logger.warn({ err: error }, 'the lease on the database could not be renewed; tried again');
      // The statement may still occupy the connection.
      await own.destroy();
      own = open();
    }
  };
  const renewing = (async () => {
    while (!stop.signal.aborted && !lost.signal.aborted) {
      // Rejects on stop, which the loop's condition sees.
      await sleep(renewEveryMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
      if (!stop.signal.aborted) await renewOnce();
    }
  })();

  const giveBack = async (): Promise<void> => {
    stop.abort();
    await renewing;
    try {
      await sql`delete from control_process where id = ${processId}`.execute(own);
    } catch (error) {
      // The others wait until this lease has ended.
      logger.warn({ err: error }, 'the lease on the database could not be given back');
    }
    await own.destroy();
  };
  let leaving: Promise<void> | undefined;
  const leave = (): Promise<void> => (leaving ??= giveBack());

  return {
    processId,
    lost: lost.signal,
    now: () => time.now(),
    isCertain: () => leaving === undefined && renewals.areRecent(),
    interruptions: () => renewals.gaps(),
    mayTakeOver: () => renewals.areSteady(),
    renewedAgoMs: () => renewals.agoMs(),
    leave,
    [Symbol.asyncDispose]: leave,
  };
}

/** Migrates and enters, once no other process excludes this one. */
async function enterInTurn(database: Database, logger: Logger, newcomer: Newcomer): Promise<void> {
  const givesUpAtMs = performance.now() + patienceMs;
  for (let waited = false; ; waited = true) {
    try {
      await migrate(database, logger, newcomer);
      return;
    } catch (error) {
      if (!(error instanceof Excluded)) throw error;
      const { by, why } = error;
      if (performance.now() >= givesUpAtMs) {
        throw new StartRefused(
          `another server, on ${by.host}, has been using this database since ${by.since}, ${why}`,
          'Stop that one first',
        );
      }
      if (!waited) {
        logger.info(
          { host: by.host },
          'another server uses the database or was killed; waiting for its lease to expire',
        );
      }
    }
    await sleep(askEveryMs);
  }
}

/**
 * Removes dead processes whose place this one takes: should one of them only have been suspended, it finds
 * its row gone, and ends.
 * @param changes whether this process changes the database, which the others would not understand afterwards
 * @throws Excluded while another process lives beside which this one cannot run
 */
async function refuseBesideOthers(
  transaction: Database,
  address: string | null,
  changes: boolean,
): Promise<void> {
  if (await exists(transaction, 'server_lease')) {
    const { rows } = await sql<Holder>`
      select host, ${utc('taken_at')} as since from server_lease
      where abs(extract(epoch from clock_timestamp() - renewed_at)) * 1000 <= ${earlierLeaseMs}
    `.execute(transaction);
    refuseBeside(rows, 'and it is of a version that shares no database');
  }
  if (!(await exists(transaction, 'control_process'))) return;
  const excludes = sql<SqlBool>`
    (${changes} or address is null or ${address}::text is null or address = ${address})
  `;
  await sql`delete from control_process where ${excludes} and not ${lives('control_process')}`.execute(
    transaction,
  );
  const { rows } = await sql<Holder>`
    select host, ${utc('started_at')} as since from control_process
    where ${excludes} and ${lives('control_process')} order by started_at
  `.execute(transaction);
  refuseBeside(
    rows,
    changes
      ? 'and this version has to change the database first'
      : 'and servers share one only if each has an http.processPath of its own',
  );
}

/** The lease of versions that let only one server use the database. */
const earlierLeaseMs = 5_000;

const utc = (column: string): Expression<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')`;

function refuseBeside([other]: readonly Holder[], why: string): void {
  if (other) throw new Excluded(other, why);
}

async function exists(database: Database, table: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(
    database,
  );
  return rows[0]?.there === true;
}

/** @returns the database's time; undefined where another process has taken this one's place */
async function renew(database: Database, processId: string): Promise<number | undefined> {
  const { rows } = await sql<{ now: number }>`
    update control_process set expires_at = clock_timestamp() + ${ms(leaseMs)} where id = ${processId}
    returning clock_timestamp() as now
  `.execute(database);
  return rows[0]?.now;
}
