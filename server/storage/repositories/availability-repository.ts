import { sql, type RawBuilder } from 'kysely';
import type { Span } from '../../../domain/schedule/free-times.ts';
import type { PictureSize } from '../../../protocol/rest/meetings/bookings.ts';
import type {
  Against,
  AvailabilityRepository,
  Hold,
} from '../../scheduling/availability/availability-repository.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createAvailabilityRepository(database: Database): AvailabilityRepository {
  const picturesOfEach: AvailabilityRepository['picturesOfEach'] = async (wanted, exceptMeetingIds) => {
    const during = sql`tstzrange(asked.from_at, asked.to_at)`;
    const { rows } = await sql<{ pictures: PictureSize | null }>`
      select largest.pictures from bridge b
      cross join unnest(
        ${wanted.map(({ moderators }) => moderators)}::integer[],
        ${wanted.map(({ others }) => others)}::integer[],
        ${wanted.map(({ fromMs }) => instant(fromMs))}::timestamptz[],
        ${wanted.map(({ toMs }) => instant(toMs))}::timestamptz[]
      ) with ordinality as asked(moderators, others, from_at, to_at, place)
      cross join lateral (
        select coalesce(max(at_once), 0) as packets_per_s from (
          select sum(sum(packets_per_s)) over (order by at) as at_once
          from (${edges(sql`b.id`, during, exceptMeetingIds)}) edge group by at
        ) levels
      ) taken
      left join lateral (
        select c.pictures from picture_cost c
        where c.bridge_id = b.id
          and c.moderator_packets_per_s * asked.moderators + c.packets_per_s * asked.others + taken.packets_per_s
            <= b.packets_per_s
        order by c.rank limit 1
      ) largest on true
      order by asked.place
    `.execute(database);
    return rows.length === 0 ? undefined : rows.map(({ pictures }) => pictures);
  };

  return {
    picturesOfEach,

    async pictures(party, span, exceptMeetingId) {
      const sizes = await picturesOfEach(
        [{ ...span, ...party }],
        exceptMeetingId === undefined ? [] : [exceptMeetingId],
      );
      return sizes?.[0];
    },

    async oversold({ moderators, others }, spans, exceptMeetingIds) {
      const during = multirange(spans);
      // The ends of the wanted spans are edges, too: the wanted participants alone can be too many for the
      // bridge, even where nothing is reserved.
      const { rows } = await sql<Span>`
        select ${bounds(sql`span`)} from (
          select unnest(range_agg(tstzrange(at, until))) as span from bridge b cross join lateral (
            select at, lead(at) over (order by at) as until, sum(sum(packets_per_s)) over (order by at) as taken
            from (
              ${edges(sql`b.id`, during, exceptMeetingIds)}
              union all select unnest(array[lower(${during}), upper(${during})]), 0
            ) edge
            group by at
          ) step
          where until is not null
            and taken + (
              select min(moderator_packets_per_s * ${moderators}::integer + packets_per_s * ${others}::integer)
              from picture_cost where bridge_id = b.id
            ) > b.packets_per_s
        ) spans
      `.execute(database);
      return rows;
    },

    async recorders() {
      const { rows } = await sql<{ id: string }>`select id from recorder_slot order by id`.execute(database);
      return rows.map(({ id }) => id);
    },

    async held(resourceIds, fromMs, toMs) {
      const { rows } = await sql<Hold>`
        select b.resource_id as resource_id, m.id as meeting_id, m.title as title, m.site_id as site_id,
          ${bounds(sql`b.during`)}
        from (${bookings(sql`${resourceIds}::uuid[]`, [{ fromMs, toMs }])}) b
        join meeting m on m.id = b.meeting_id
        order by lower(b.during), m.id, b.resource_id
      `.execute(database);
      return rows;
    },

    async against(occurrences, exceptMeetingIds, most) {
      const all = occurrences.flatMap(({ resourceIds }, place) => resourceIds.map((id) => ({ place, id })));
      const resourceIds = [...new Set(all.map(({ id }) => id))];
      // Counts and cuts off in the database: a thousand rooms have a hundred thousand bookings in a month.
      const { rows } = await sql<Against>`
        with hit as (
          select who.place, b.resource_id, b.meeting_id, b.during,
            count(*) over (partition by who.place) as clashes,
            row_number() over (partition by who.place order by lower(b.during), b.meeting_id, b.resource_id) as nth
          from (${bookings(sql`${resourceIds}::uuid[]`, occurrences)}) b
          join unnest(
            ${all.map(({ place }) => place)}::integer[], ${all.map(({ id }) => id)}::uuid[]
          ) as who(place, resource_id) on who.resource_id = b.resource_id
          join ${placed(occurrences)} on asked.place = who.place and b.during && asked.during
          where not b.meeting_id = any(${exceptMeetingIds}::uuid[])
        )
        select named.place as occurrence, named.clashes::integer as clashes, named.resource_id as resource_id,
          m.id as meeting_id, m.title as title, m.site_id as site_id, ${bounds(sql`named.during`)}
        from (select hit.*, row_number() over (order by nth, place) as rank from hit) named
        join meeting m on m.id = named.meeting_id
        where named.nth = 1 or named.rank <= ${most}
        order by named.place, named.nth
      `.execute(database);
      return rows;
    },

    async freeRecorders(spans, exceptMeetingIds) {
      const { rows } = await sql<{ free: number }>`
        select ((select count(*) from recorder_slot) - count(distinct b.resource_id))::integer as free
        from ${placed(spans)}
        left join (${bookings(allRecorders, spans)}) b
          on b.during && asked.during and not b.meeting_id = any(${exceptMeetingIds}::uuid[])
        group by asked.place order by asked.place
      `.execute(database);
      return rows.map(({ free }) => free);
    },

    async busy(resourceIds, spans, exceptMeetingIds) {
      const { rows } = await sql<Span>`
        select ${bounds(sql`span`)} from (
          select unnest(range_agg(during)) as span from (${bookings(sql`${resourceIds}::uuid[]`, spans)}) b
          where not meeting_id = any(${exceptMeetingIds}::uuid[])
        ) spans
      `.execute(database);
      return rows;
    },

    async busyRecorders(spans, exceptMeetingIds) {
      const { rows } = await sql<Span & { id: string }>`
        select each.resource_id as id, ${bounds(sql`span`)} from (
          select resource_id, range_agg(during) as held from (${bookings(allRecorders, spans)}) b
          where not meeting_id = any(${exceptMeetingIds}::uuid[])
          group by resource_id
        ) each cross join unnest(each.held) as span
      `.execute(database);
      const held = Map.groupBy(rows, ({ id }) => id);
      const { rows: recorders } = await sql<{ id: string }>`select id from recorder_slot`.execute(database);
      return recorders.map(({ id }) => held.get(id) ?? []);
    },
  };
}

/** Selects the start and the end of a span as epoch milliseconds. */
const bounds = (span: RawBuilder<unknown>) => sql`
  (extract(epoch from lower(${span})) * 1000)::float8 as from_ms, (extract(epoch from upper(${span})) * 1000)::float8 as to_ms`;

const multirange = (spans: readonly Span[]) => sql`
  (select range_agg(tstzrange(from_at, to_at)) from unnest(
    ${spans.map(({ fromMs }) => instant(fromMs))}::timestamptz[], ${spans.map(({ toMs }) => instant(toMs))}::timestamptz[]
  ) as asked(from_at, to_at))`;

/**
 * The bookings of these resources that overlap one of the spans. Searches the index once for each resource,
 * because an index of ranges cannot be searched for a list. Bookings that override are few, and have an index
 * of their own.
 */
const bookings = (resourceIds: RawBuilder<unknown>, spans: readonly Span[]) => sql`
  select booking.* from unnest(${resourceIds}) as asked(id)
    join booking on resource_id = asked.id and during && ${multirange(spans)} and not overrides
  union all
  select * from booking where during && ${multirange(spans)} and overrides and resource_id = any(${resourceIds})`;

const allRecorders = sql`array(select id from recorder_slot)`;

/** Rows `asked(place, during)`; `place` counts from 0. */
const placed = (spans: readonly Span[]) => sql`
  (select (place - 1)::integer as place, tstzrange(from_at, to_at) as during from unnest(
    ${spans.map(({ fromMs }) => instant(fromMs))}::timestamptz[], ${spans.map(({ toMs }) => instant(toMs))}::timestamptz[]
  ) with ordinality as span(from_at, to_at, place)) as asked`;

/**
 * The moments at which the reserved amount of a bridge changes, and by how much. Their running total is the
 * amount reserved at each moment. All reservations that overlap a span are included: each of them and the
 * span have a moment in common, so the total reaches its maximum within the span.
 */
const edges = (
  bridge: RawBuilder<unknown>,
  during: RawBuilder<unknown>,
  exceptMeetingIds: readonly string[],
) => sql`
  select edge.at, edge.packets_per_s from reservation r cross join lateral (
    values (lower(r.during), r.packets_per_s), (upper(r.during), -r.packets_per_s)
  ) as edge(at, packets_per_s)
  where r.bridge_id = ${bridge} and r.during && ${during} and not r.meeting_id = any(${exceptMeetingIds}::uuid[])`;
