import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What a media host carries, in packets sent per second. The server writes it at its start.
  `create table bridge (
    id text primary key,
    packets_per_s integer not null check (packets_per_s > 0)
  )`,
  // What one participant takes of the capacity with pictures of a size; rank 0 is the largest.
  `create table picture_cost (
    bridge_id text not null references bridge,
    rank integer not null,
    pictures text not null,
    packets_per_s integer not null check (packets_per_s > 0),
    primary key (bridge_id, rank)
  )`,
  `create table reservation (
    meeting_id uuid primary key references meeting on delete cascade,
    bridge_id text not null references bridge,
    during tstzrange not null check (not isempty(during)),
    pictures text not null,
    packets_per_s integer not null check (packets_per_s > 0)
  )`,
  `create index reservation_during on reservation using gist (during)`,

  // The reserved amount changes only where a reservation begins or ends, so its peak is where a reservation
  // begins.
  `create function reserved_peak(bridge text, span tstzrange, besides uuid) returns integer language sql stable as $$
    select coalesce(max(at_once.packets_per_s), 0)::integer from (
      select (
        select sum(r.packets_per_s) from reservation r
        where r.bridge_id = bridge and r.meeting_id is distinct from besides
          and r.during @> greatest(lower(o.during), lower(span))
      ) as packets_per_s
      from reservation o where o.bridge_id = bridge and o.meeting_id is distinct from besides and o.during && span
    ) at_once
  $$`,
  `create function refuse_oversale() returns trigger language plpgsql as $$
  begin
    if reserved_peak(new.bridge_id, new.during, null) > (select packets_per_s from bridge where id = new.bridge_id) then
      raise exception 'the bridge % carries no more at that time', new.bridge_id
        using errcode = 'check_violation', constraint = 'reservation_within_capacity';
    end if;
    return null;
  end $$`,
  `create trigger reservation_within_capacity after insert or update on reservation
    for each row execute function refuse_oversale()`,
];
