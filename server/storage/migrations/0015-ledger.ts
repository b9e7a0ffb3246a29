import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // When its conference was opened: from then on it takes what it takes, be that before its time.
  `alter table meeting add column opened_at timestamptz`,

  // Who leads looks at the wall as well. Written anew by the server at its start, as all of this table is.
  `alter table picture_cost add column moderator_packets_per_s integer not null default 0`,
  `update picture_cost set moderator_packets_per_s = packets_per_s`,
  `alter table picture_cost alter column moderator_packets_per_s drop default,
    add check (moderator_packets_per_s >= packets_per_s)`,

  // Beside many: those of a series that move together stand in nobody's way at the times that they leave. In PL/pgSQL, which plans
  // a statement once a connection: planning took longer than the search.
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

  // For whom it was reserved.
  `alter table reservation add column moderators integer not null default 0, add column others integer not null default 0`,
  // Nothing more is reserved by this. The trigger would look anew at what was promised, and of the two functions that have the name
  // of the one that it calls PostgreSQL cannot tell which is meant.
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

  // What was promised is kept: a bridge that carries less since, or participants that cost more, stand only in the way of what
  // asks for more time or more participants than it had.
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
