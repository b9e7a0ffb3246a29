import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What the line of a unit towards the unit above it carries in each direction. All units below share it.
  `create table uplink (
    site_id uuid primary key references site on delete cascade,
    bps bigint not null check (bps > 0)
  )`,
  `create recursive view unit_on_uplink (uplink_site_id, site_id) as
    select site_id, site_id from uplink
    union all
    select above.uplink_site_id, site.id from unit_on_uplink above join site on site.parent_id = above.site_id`,
  // What one participant takes of a line with pictures of a size; rank 0 is the largest. The server writes it at its
  // start.
  `create table uplink_cost (
    rank integer primary key,
    pictures text not null,
    bps integer not null check (bps > 0),
    moderator_bps integer not null check (moderator_bps >= bps)
  )`,

  // Where the media of a unit's sessions is: at the nearest unit with a bridge, first upwards, then downwards. Null
  // where no bridge is on that way.
  `create function media_unit(holder uuid) returns uuid language sql stable as $$
    with recursive above as (
      select id, parent_id, 0 as distance from site where id = holder
      union all
      select parent.id, parent.parent_id, above.distance + 1 from above join site parent on parent.id = above.parent_id
    ), below as (
      select id, 0 as distance from site where id = holder
      union all
      select child.id, below.distance + 1 from below join site child on child.parent_id = below.id
    )
    select ways.id from (
      select id, 0 as direction, distance from above union all select id, 1, distance from below
    ) ways
    where exists (select from paired_bridge bridge where bridge.site_id = ways.id and bridge.paired_at is not null)
    order by direction, distance, id
    limit 1
  $$`,

  `create table uplink_reservation (
    meeting_id uuid not null references meeting on delete cascade,
    site_id uuid not null references uplink on delete cascade,
    during tstzrange not null check (not isempty(during)),
    pictures text not null,
    bps bigint not null check (bps > 0),
    moderators integer not null,
    others integer not null,
    primary key (meeting_id, site_id)
  )`,
  `create index uplink_reservation_during on uplink_reservation using gist (site_id, during)`,

  // As for the media workers (0015).
  `create function uplink_peak(unit uuid, span tstzrange, besides uuid[]) returns bigint language plpgsql stable as $$
  begin
    return (
      select coalesce(max(at_once.bps), 0) from (
        select (
          select sum(r.bps) from uplink_reservation r
          where r.site_id = unit and r.meeting_id <> all(besides)
            and r.during @> greatest(lower(o.during), lower(span))
        ) as bps
        from uplink_reservation o where o.site_id = unit and o.meeting_id <> all(besides) and o.during && span
      ) at_once
    );
  end $$`,
  `create function refuse_full_uplink() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and new.during <@ old.during
      and new.moderators <= old.moderators and new.others <= old.others
    then
      return null;
    end if;
    if uplink_peak(new.site_id, new.during, '{}'::uuid[]) > (select bps from uplink where site_id = new.site_id) then
      raise exception 'the line of the unit % carries no more at that time', new.site_id
        using errcode = 'check_violation', constraint = 'uplink_within_capacity', detail = new.site_id;
    end if;
    return null;
  end $$`,
  `create trigger uplink_within_capacity after insert or update on uplink_reservation
    for each row execute function refuse_full_uplink()`,
];
