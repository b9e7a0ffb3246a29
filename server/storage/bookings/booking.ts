import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';
import { holdingRoles, holdingStates } from '../../../domain/schedule/holding.ts';
import { Clash, Oversold } from '../../scheduling/planning/meeting-repository.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';
import { uplinkBudget, workerBudget } from './budgets.ts';
import type { Budget } from './budgets.ts';
import { unitNames } from '../unit-names.ts';
import { unclearedIn } from './uncleared.ts';

/**
 * Replaces the bookings of these meetings by those that their states, times and invitations require. Writers
 * take turns: two that insert overlapping rows at the same moment would each wait for the other transaction
 * to end, which is a deadlock. (PostgreSQL's manual: exclusion constraints are checked after the row is
 * written.)
 */
export async function book(transaction: Database, meetingIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turnToBook})`.execute(transaction);
  await sql`delete from booking where meeting_id = any(${meetingIds})`.execute(transaction);
  await sql`
    insert into booking (meeting_id, resource_id, during, overrides)
    select m.id, coalesce(i.endpoint_id, i.account_id), ${heldTime}, m.overrides_clashes
    from meeting m join invitation i on i.meeting_id = m.id
    where m.id = any(${meetingIds}) and m.state = any(${holdingStates}) and not i.transferred
      and (i.endpoint_id is not null or i.role = any(${holdingRoles}))
  `.execute(transaction);
  // Takes a free recorder. Where none is free it takes any, and the constraint refuses it.
  await sql`
    insert into booking (meeting_id, resource_id, during, overrides)
    select m.id, recorder.id, ${heldTime}, m.overrides_clashes
    from meeting m cross join lateral (
      select s.id from recorder_slot s
      order by exists (
        select from booking b where b.resource_id = s.id and b.during && ${heldTime} and not b.overrides), s.id
      limit 1
    ) recorder
    where m.id = any(${meetingIds}) and m.state = any(${holdingStates}) and m.recorded
  `.execute(transaction);
  for (const budget of [workerBudget, uplinkBudget]) await reserve(transaction, budget, meetingIds);
}

/**
 * Replaces what these meetings reserve of a budget: on each carrier the largest pictures for which it has room.
 * Where it has no room for the smallest, the trigger refuses the booking. An emergency goes on without a
 * reservation.
 * @param onlyOn reserves on this carrier alone, and only what it has room for
 */
async function reserve(
  transaction: Database,
  { reservations, carrier, amount, key, limits, prices, peak, needs }: Budget,
  meetingIds: readonly string[],
  onlyOn?: string,
): Promise<void> {
  const isLooked = (of: RawBuilder<unknown>) =>
    onlyOn === undefined ? sql`true` : sql`${of}::text = ${onlyOn}`;
  await sql`
    with needed as (
      select m.id, m.emergency or ${onlyOn !== undefined} as goes_on_without, ${carriedTime} as during,
        need.carrier, need.moderators, need.others
      from (${needs(meetingIds)}) need join meeting m on m.id = need.id
      where m.state = any(${holdingStates}) and ${isLooked(sql`need.carrier`)}
    ), reserved as (
      select needed.id, needed.carrier, needed.during, needed.moderators, needed.others, chosen.*
      from needed cross join lateral (
        select * from (
          select price.rank, price.pictures, cost.amount, cost.amount + taken.amount > limits.most as oversold
          from (${limits}) limits
          cross join lateral (
            select ${peak}(limits.carrier, needed.during, ${meetingIds}::uuid[]) as amount offset 0
          ) taken
          join (${prices}) price on price.carrier = limits.carrier
          cross join lateral (
            select price.other * needed.others + price.moderator * needed.moderators as amount
          ) cost
          where limits.carrier = needed.carrier
        ) size
        order by oversold, case when oversold then -rank else rank end
        limit 1
      ) chosen
      where not (needed.goes_on_without and chosen.oversold)
    ), given_back as (
      delete from ${reservations} r
      where r.meeting_id = any(${meetingIds}) and ${isLooked(sql`r.${carrier}`)} and not exists (
        select from reserved where reserved.id = r.meeting_id and reserved.carrier = r.${carrier}
      )
    )
    insert into ${reservations} (meeting_id, ${carrier}, during, pictures, ${amount}, moderators, others)
    select id, carrier, during, pictures, amount, moderators, others from reserved
    on conflict (${key}) do update set ${carrier} = excluded.${carrier}, during = excluded.during,
      pictures = excluded.pictures, ${amount} = excluded.${amount},
      moderators = excluded.moderators, others = excluded.others
  `.execute(transaction);
}

/**
 * Counts meetings that were planned before the line of a unit had this cap: the next ones first, as far as the line has
 * room for them. The others keep their times.
 */
export async function reserveOnUplink(transaction: Database, siteId: string, nowMs: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turnToBook})`.execute(transaction);
  const { rows: planned } = await sql<{ id: string }>`
    select id from meeting where state = any(${holdingStates}) and ends_at > ${instant(nowMs)}
  `.execute(transaction);
  const { rows: crossing } = await sql<{ id: string }>`
    select need.id from (${uplinkBudget.needs(planned.map(({ id }) => id))}) need join meeting m on m.id = need.id
    where need.carrier = ${siteId} order by m.starts_at, m.id
  `.execute(transaction);
  for (const { id } of crossing) await reserve(transaction, uplinkBudget, [id], siteId);
}

const heldFrom = sql`m.starts_at - make_interval(mins => m.preparation_minutes)`;
const heldUntil = sql`m.ends_at + make_interval(mins => m.clearing_minutes)`;
/** The time for which a meeting holds its rooms, accounts and recorder, margins included. */
const heldTime = sql`tstzrange(${heldFrom}, ${heldUntil})`;
/**
 * The time for which the media workers carry the meeting: from its opening, where it opened before its time.
 */
const carriedTime = sql`tstzrange(least(m.opened_at, ${heldFrom}), ${heldUntil})`;

/** Any number that no other advisory lock of this project uses. Kysely's migrations use another. */
const turnToBook = 1_162_004;

/**
 * Runs `work` in a transaction.
 * @throws Clash where another booking is in the way; Oversold where no worker or no line can carry the meeting; Uncleared
 * for an invitation to a classified meeting of an invitee that is not cleared.
 */
export async function refusingClashes<T>(
  database: Database,
  work: (transaction: Database) => Promise<T>,
): Promise<T> {
  try {
    return await database.transaction().execute(work);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint === 'reservation_within_capacity') {
      throw new Oversold('the media workers carry no more at that time', { cause: error });
    }
    if (error instanceof pg.DatabaseError && error.constraint === 'uplink_within_capacity') {
      const full = await unitNames(database, [error.detail ?? '']);
      throw new Oversold('the line of a unit carries no more at that time', { cause: error }, full);
    }
    if (error instanceof pg.DatabaseError && error.constraint === 'booking_once') {
      throw new Clash('held by another meeting at that time', { cause: error });
    }
    throw (await unclearedIn(error, database)) ?? error;
  }
}
