import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // When the meeting's conference was opened. It takes its share of the bridge from then on, even before its
  // planned time.
  `alter table meeting add column opened_at timestamptz`,

  // Moderators also receive the wall. The server writes this table again at its start.
  `alter table picture_cost add column moderator_packets_per_s integer not null default 0`,
  `update picture_cost set moderator_packets_per_s = packets_per_s`,
  `alter table picture_cost alter column moderator_packets_per_s drop default,
    add check (moderator_packets_per_s >= packets_per_s)`,

  // Excludes several meetings: occurrences of a series that move together must not block each other with the
  // times that they leave. In PL/pgSQL, which plans a statement once per connection: planning took longer
  // than the search.
  `create function reserved_peak(bridge text, span tstzrange, besides uuid[]) returns integer language plpgsql stable as $$
  begin
    return (
      select coalesce(max(at_once.packets_per_s), 0) from (
        select (
          select sum(r.packets_per_s) from reservation r
          where r.bridge_id = bridge and r.meeting_id <> all(besides)
            and r.during @> greatest(lower(o.during), lower(span))
        ) as packets_per_s
        from reservation o where o.bridge_id = bridge and o.meeting_id <> all(besides) and o.during && span
      ) at_once
    );
  end $$`,

  // The participants for whom the capacity is reserved.
  `alter table reservation add column moderators integer not null default 0, add column others integer not null default 0`,
  // Reserves nothing more, so the trigger is disabled: it would check promised reservations again, and it
  // calls a function by a name that two functions now have, which PostgreSQL cannot resolve.
  `alter table reservation disable trigger reservation_within_capacity`,
  `update reservation r set moderators = invited.moderators, others = invited.others
    from (
      select meeting_id, count(*) filter (where leads) as moderators, count(*) filter (where not leads) as others
      from (select meeting_id, role in ('chair', 'secretary', 'operator') as leads from invitation where not transferred) i
      group by meeting_id
    ) invited
    where invited.meeting_id = r.meeting_id`,
  `alter table reservation enable trigger reservation_within_capacity`,
  `alter table reservation alter column moderators drop default, alter column others drop default`,

  // Promised reservations stay. A bridge that carries less than before, or participants that cost more, only
  // refuse a reservation for more time or more participants than before.
  `create or replace function refuse_oversale() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and new.bridge_id = old.bridge_id and new.during <@ old.during
      and new.moderators <= old.moderators and new.others <= old.others
    then
      return null;
    end if;
    if reserved_peak(new.bridge_id, new.during, '{}'::uuid[]) > (select packets_per_s from bridge where id = new.bridge_id) then
      raise exception 'the bridge % carries no more at that time', new.bridge_id
        using errcode = 'check_violation', constraint = 'reservation_within_capacity';
    end if;
    return null;
  end $$`,
  `drop function reserved_peak(text, tstzrange, uuid)`,
];
