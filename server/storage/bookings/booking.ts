import { sql } from 'kysely';
import pg from 'pg';
import { moderatorRoles } from '../../../domain/conference/state.ts';
import { holdingRoles, holdingStates } from '../../../domain/schedule/holding.ts';
import { Clash, Oversold } from '../../scheduling/planning/meeting-repository.ts';
import type { Database } from '../schema.ts';
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
  await reserve(transaction, meetingIds);
}

/**
 * Replaces these meetings' reservations of media workers: the largest pictures for which the bridge has room.
 * Where it has no room for the smallest, the trigger refuses the booking. An emergency goes on without a
 * reservation.
 */
async function reserve(transaction: Database, meetingIds: readonly string[]): Promise<void> {
  await sql`
    with planned as (
      select m.id, m.emergency, ${carriedTime} as during,
        count(*) filter (where i.role <> all(${moderatorRoles})) as others,
        count(*) filter (where i.role = any(${moderatorRoles})) as moderators
      from meeting m join invitation i on i.meeting_id = m.id
      where m.id = any(${meetingIds}) and m.state = any(${holdingStates}) and not i.transferred
      group by m.id
    ), reserved as (
      select planned.id, planned.during, planned.moderators, planned.others, chosen.*
      from planned cross join lateral (
        select * from (
          select c.bridge_id, c.rank, c.pictures, cost.packets_per_s,
            cost.packets_per_s + taken.packets_per_s > b.packets_per_s as oversold
          from bridge b
          cross join lateral (
            select reserved_peak(b.id, planned.during, ${meetingIds}::uuid[]) as packets_per_s offset 0
          ) taken
          join picture_cost c on c.bridge_id = b.id
          cross join lateral (
            select c.packets_per_s * planned.others + c.moderator_packets_per_s * planned.moderators as packets_per_s
          ) cost
        ) size
        order by oversold, case when oversold then -rank else rank end
        limit 1
      ) chosen
      where not (planned.emergency and chosen.oversold)
    ), given_back as (
      delete from reservation r
      where r.meeting_id = any(${meetingIds}) and not exists (select from reserved where reserved.id = r.meeting_id)
    )
    insert into reservation (meeting_id, bridge_id, during, pictures, packets_per_s, moderators, others)
    select id, bridge_id, during, pictures, packets_per_s, moderators, others from reserved
    on conflict (meeting_id) do update set bridge_id = excluded.bridge_id, during = excluded.during,
      pictures = excluded.pictures, packets_per_s = excluded.packets_per_s,
      moderators = excluded.moderators, others = excluded.others
  `.execute(transaction);
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
 * @throws Clash where another booking is in the way; Oversold where no worker can carry the meeting; Uncleared
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
    if (error instanceof pg.DatabaseError && error.constraint === 'booking_once') {
      throw new Clash('held by another meeting at that time', { cause: error });
    }
    throw (await unclearedIn(error, database)) ?? error;
  }
}
