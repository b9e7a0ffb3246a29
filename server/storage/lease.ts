import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { StartRefused } from '../start-refused.ts';
import { connect, postgresConnection } from './connection.ts';
import type { Database } from './schema.ts';

/** Any number that no other lock of this project has; see booking.ts. */
const turnToMakeTable = 1_162_026;

/** How often a server says that it lives. */
const renewEveryMs = 1_000;
/** One that has said nothing for so long is dead, and another may start: no longer than its supervisor takes to notice. */
const deadAfterMs = 5_000;
/** How long a start waits for another server to be dead. Longer than that, so that one that was killed never refuses the next. */
const patienceMs = deadAfterMs + 3_000;
const askEveryMs = 500;

export interface Lease extends AsyncDisposable {
  /** Aborted, with an Error as its reason, when another server has taken the database over. */
  readonly lost: AbortSignal;
}

/**
 * Keeps a second server off a PostgreSQL database while this one serves from it: its conferences, seats and media are in this one
 * process, and a second would log everybody as gone. (The embedded database has the lock on its folder.)
 *
 * A row with a heartbeat by the database's clock. Against a session's advisory lock: it survives a failover, since it is data; it
 * holds behind a pooler, which gives sessions away; and it ends without the connection of a machine that lost its power, for which
 * TCP may wait for hours. The cost is that a start within seconds of a kill waits for the rest of `deadAfterMs`.
 *
 * Losing the database for a while loses nothing: on its return the row is still this server's, unless another came first.
 * @throws StartRefused while another server lives
 */
export async function takeLease(url: string, logger: Logger): Promise<Lease> {
  const holder = randomUUID();
  // A connection of its own: the others may all be taken when it is time to say that this server lives.
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
      // It rejects when it is to stop, which the loop's condition sees.
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
        // The next start waits until it counts as dead.
        logger.warn({ err: error }, 'the lease on the database could not be given back');
      }
      await owned.disposeAsync();
    },
  };
}

/** Before any migration, since a second server, perhaps a newer one, must not migrate the first one's database: so not by one. */
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
    logger.info({ host: other.host }, 'another server uses the database, or was killed; waiting to see');
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
 * Takes the lease where there is none, or where its holder is dead. A time that lies ahead was written before the database's clock
 * was set back: a living holder mends it within a second.
 * @returns who has it instead
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
  // Where the other took it at this very moment, this statement does not see its row.
  return { host: seen?.host ?? 'another machine', since: seen?.since ?? 'now' };
}

/** @returns false where it is another's by now */
async function renew(database: Database, holder: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update server_lease set renewed_at = clock_timestamp() where holder = ${holder}
  `.execute(database);
  return numAffectedRows === 1n;
}
