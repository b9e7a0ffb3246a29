import { sql } from 'kysely';
import pg from 'pg';
import { holdingRoles, holdingStates } from '../../domain/schedule/holding.ts';
import { Clash, Oversold } from '../scheduling/meeting-repository.ts';
import type { Database } from './schema.ts';

/**
 * Makes the bookings of these meetings what their states, times and invitations say. Those who book take turns: two that insert
 * overlapping rows at the same moment would each wait for the other to know whether it stands, which is a deadlock.
 * (PostgreSQL's manual, exclusion constraints are checked after the row is written.)
 */
export async function book(transaction: Database, meetingIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turnToBook})`.execute(transaction);
  await sql`delete from booking where meeting_id = any(${meetingIds})`.execute(transaction);
  await sql`delete from reservation where meeting_id = any(${meetingIds})`.execute(transaction);
  await sql`
    insert into booking (meeting_id, resource_id, during, overrides)
    select m.id, coalesce(i.endpoint_id, i.account_id), ${heldTime}, m.overrides_clashes
    from meeting m join invitation i on i.meeting_id = m.id
    where m.id = any(${meetingIds}) and m.state = any(${holdingStates}) and not i.transferred
      and (i.endpoint_id is not null or i.role = any(${holdingRoles}))
  `.execute(transaction);
  // A recorder that is free, else any, which the constraint then refuses.
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
  // The largest pictures that the bridge has room for; where it has none for the smallest, the trigger refuses.
  // Not so an emergency: it goes on without.
  await sql`
    insert into reservation (meeting_id, bridge_id, during, pictures, packets_per_s)
    select planned.id, chosen.bridge_id, planned.during, chosen.pictures, chosen.packets_per_s * planned.participants
    from (
      select m.id, m.emergency, ${heldTime} as during, count(*) as participants
      from meeting m join invitation i on i.meeting_id = m.id
      where m.id = any(${meetingIds}) and m.state = any(${holdingStates}) and not i.transferred
      group by m.id
    ) planned
    cross join lateral (
      select * from (
        select c.*, c.packets_per_s * planned.participants
          + reserved_peak(b.id, planned.during, planned.id) > b.packets_per_s as oversold
        from picture_cost c join bridge b on b.id = c.bridge_id
      ) size
      order by oversold, case when oversold then -rank else rank end
      limit 1
    ) chosen
    where not (planned.emergency and chosen.oversold)
  `.execute(transaction);
}

/** When a meeting holds what it holds. */
const heldTime = sql`tstzrange(
  m.starts_at - make_interval(mins => m.preparation_minutes),
  m.ends_at + make_interval(mins => m.clearing_minutes))`;

/** Any number that no other lock of this project has; kysely's for migrations is another. */
const turnToBook = 1_162_004;

/** A transaction in which a booking that another stands against becomes a `Clash`, and what no worker can carry `Oversold`. */
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
    throw error;
  }
}
