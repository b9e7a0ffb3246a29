import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Needed to combine equality of ids and overlap of times in one exclusion constraint.
  `create extension if not exists btree_gist`,

  `alter table meeting
    add column preparation_minutes integer not null default 0 check (preparation_minutes >= 0),
    add column clearing_minutes integer not null default 0 check (clearing_minutes >= 0),
    add column overrides_clashes boolean not null default false`,

  // An invitee that was sent over from another conference is booked by the meeting that it came from.
  `alter table invitation add column transferred boolean not null default false`,

  // What a meeting holds, and when, margins included. No reference to the resource: it is an endpoint or an
  // account, and the invitation ensures that it exists. A meeting that overrides clashes neither checks other
  // bookings nor is checked by them.
  `create table booking (
    meeting_id uuid not null references meeting on delete cascade,
    resource_id uuid not null,
    during tstzrange not null check (not isempty(during)),
    overrides boolean not null,
    primary key (meeting_id, resource_id),
    constraint booking_once exclude using gist (resource_id with =, during with &&) where (not overrides)
  )`,
  `create index booking_override on booking using gist (resource_id, during) where (overrides)`,

  // Meetings older than this table get their bookings; of two that clash already, the one planned later
  // overrides.
  `insert into booking (meeting_id, resource_id, during, overrides)
    select m.id, i.endpoint_id, tstzrange(m.starts_at, m.ends_at), exists (
      select from meeting earlier join invitation its on its.meeting_id = earlier.id
      where its.endpoint_id = i.endpoint_id and earlier.id < m.id
        and earlier.state in ('submitted', 'approved', 'scheduled', 'rehearsal-open', 'live')
        and tstzrange(earlier.starts_at, earlier.ends_at) && tstzrange(m.starts_at, m.ends_at))
    from meeting m join invitation i on i.meeting_id = m.id
    where i.endpoint_id is not null and m.state in ('submitted', 'approved', 'scheduled', 'rehearsal-open', 'live')`,
];
