import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { StartRefused } from '../start-refused.ts';
import { connect, postgresConnection } from './connection.ts';
import type { Database } from './schema.ts';

/** Any number that no other advisory lock of this project uses; see booking.ts. */
const turnToMakeTable = 1_162_026;

/** How often a server renews its lease. */
const renewEveryMs = 1_000;
/**
 * A server that has not renewed its lease for this time counts as dead, and another can start. No longer than
 * its supervisor takes to notice.
 */
const deadAfterMs = 5_000;
/**
 * How long a start waits for another server's lease to expire. Longer than `deadAfterMs`, so that a killed
 * server never prevents the next start.
 */
const patienceMs = deadAfterMs + 3_000;
const askEveryMs = 500;

export interface Lease extends AsyncDisposable {
  /** Aborted, with an Error as its reason, when another server has taken the database over. */
  readonly lost: AbortSignal;
}

/**
 * Keeps a second server off a PostgreSQL database while this one serves from it. The conferences, seats and
 * media of the database are in this one process; a second server would log every participant as gone. (The
 * embedded database uses the lock on its folder instead.)
 *
 * The lease is a row with a heartbeat by the database's clock. Its advantages over a session's advisory lock:
 * it is data, so it survives a failover; it works behind a pooler, which shares sessions; and it expires when
 * a machine loses power, where TCP can take hours to notice. The cost: a start within seconds of a kill waits
 * for the rest of `deadAfterMs`.
 *
 * A database outage loses nothing: afterwards the row is still this server's, unless another server took it
 * first.
 * @throws StartRefused while another server lives
 */
export async function takeLease(url: string, logger: Logger): Promise<Lease> {
  const holder = randomUUID();
  // A connection of its own: all connections of the pool can be busy when the lease is due.
  const database = connect({ ...postgresConnection(url), max: 1 }, logger);
  await using taking = new AsyncDisposableStack();
  taking.defer(() => database.destroy());
  await makeTable(database);
  await waitForTurn(database, holder, logger);
  const owned = taking.move();

  const lost = new AbortController();
  const stop = new AbortController();
  const renewing = (async () => {
    while (!stop.signal.aborted && !lost.signal.aborted) {
      try {
        if (!(await renew(database, holder))) {
          lost.abort(new Error('another server has taken over the database'));
        }
      } catch (error) {
        logger.warn({ err: error }, 'the lease on the database could not be renewed; tried again');
      }
      // Rejects on stop, which the loop's condition sees.
      await sleep(renewEveryMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  })();

  return {
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await renewing;
      try {
        await sql`delete from server_lease where holder = ${holder}`.execute(database);
      } catch (error) {
        // The next start waits until this lease has expired.
        logger.warn({ err: error }, 'the lease on the database could not be given back');
      }
      await owned.disposeAsync();
    },
  };
}

/**
 * Runs before all migrations and so cannot be one: a second, perhaps newer server must not migrate the first
 * one's database.
 */
async function makeTable(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${turnToMakeTable})`.execute(transaction);
    await sql`
      create table if not exists server_lease (
        only_one boolean primary key default true check (only_one),
        holder uuid not null,
        host text not null,
        taken_at timestamptz not null,
        renewed_at timestamptz not null
      )
    `.execute(transaction);
  });
}

async function waitForTurn(database: Database, holder: string, logger: Logger): Promise<void> {
  const givesUpAtMs = performance.now() + patienceMs;
  let other = await take(database, holder);
  if (other !== undefined) {
    logger.info(
      { host: other.host },
      'another server uses the database or was killed; waiting for its lease to expire',
    );
  }
  while (other !== undefined) {
    if (performance.now() >= givesUpAtMs) {
      throw new StartRefused(
        `another server, on ${other.host}, has been using this database since ${other.since}, and two servers cannot share one`,
        'Stop that one first',
      );
    }
    await sleep(askEveryMs);
    other = await take(database, holder);
  }
}

/**
 * Takes the lease where there is none, or where its holder is dead. A renewal time in the future means that
 * the database's clock was set back; a living holder corrects it within a second.
 * @returns the holder, where another server has the lease
 */
async function take(
  database: Database,
  holder: string,
): Promise<{ readonly host: string; readonly since: string } | undefined> {
  const { rows } = await sql<{ mine: boolean; host: string | null; since: string | null }>`
    with taken as (
      insert into server_lease (holder, host, taken_at, renewed_at)
      values (${holder}, ${hostname()}, clock_timestamp(), clock_timestamp())
      on conflict (only_one) do update
        set holder = excluded.holder, host = excluded.host, taken_at = excluded.taken_at, renewed_at = excluded.renewed_at
        where abs(extract(epoch from clock_timestamp() - server_lease.renewed_at)) * 1000 > ${deadAfterMs}
      returning holder
    )
    select exists (select from taken) as mine, host,
      to_char(taken_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"') as since
    from (select) one left join server_lease on true
  `.execute(database);
  const [seen] = rows;
  if (seen?.mine) return undefined;
  // This statement does not see the row of a server that took the lease at the same moment.
  return { host: seen?.host ?? 'another machine', since: seen?.since ?? 'now' };
}

/** @returns false where another server has taken the lease */
async function renew(database: Database, holder: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update server_lease set renewed_at = clock_timestamp() where holder = ${holder}
  `.execute(database);
  return numAffectedRows === 1n;
}
