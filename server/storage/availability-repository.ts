import { sql, type RawBuilder } from 'kysely';
import type { Span } from '../../domain/schedule/free-times.ts';
import type { PictureSize } from '../../protocol/rest/bookings.ts';
import type { AvailabilityRepository, Held } from '../scheduling/availability-repository.ts';
import { instant } from './expressions.ts';
import type { Database } from './schema.ts';

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

  const heldDuring: AvailabilityRepository['heldDuring'] = async (resourceIds, spans) => {
    const { rows } = await sql<Held>`
      select b.resource_id as resource_id, m.id as meeting_id, m.title as title, m.site_id as site_id,
        ${bounds(sql`b.during`)}
      from (${bookings(resourceIds, spans)}) b
      join meeting m on m.id = b.meeting_id
      order by lower(b.during), m.id, b.resource_id
    `.execute(database);
    return rows;
  };

  return {
    picturesOfEach,
    heldDuring,

    async pictures(party, span, exceptMeetingId) {
      const sizes = await picturesOfEach(
        [{ ...span, ...party }],
        exceptMeetingId === undefined ? [] : [exceptMeetingId],
      );
      return sizes?.[0];
    },

    async oversold({ moderators, others }, spans, exceptMeetingIds) {
      const during = multirange(spans);
      // The ends of what is asked for are edges, too: so many may be too many even where nothing is reserved.
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

    held: (resourceIds, fromMs, toMs) => heldDuring(resourceIds, [{ fromMs, toMs }]),

    async busy(resourceIds, spans, exceptMeetingIds) {
      const { rows } = await sql<Span>`
        select ${bounds(sql`span`)} from (
          select unnest(range_agg(during)) as span from (${bookings(resourceIds, spans)}) b
          where not meeting_id = any(${exceptMeetingIds}::uuid[])
        ) spans
      `.execute(database);
      return rows;
    },
  };
}

/** When a span begins and ends, as this code says instants. */
const bounds = (span: RawBuilder<unknown>) => sql`
  (extract(epoch from lower(${span})) * 1000)::float8 as from_ms, (extract(epoch from upper(${span})) * 1000)::float8 as to_ms`;

const multirange = (spans: readonly Span[]) => sql`
  (select range_agg(tstzrange(from_at, to_at)) from unnest(
    ${spans.map(({ fromMs }) => instant(fromMs))}::timestamptz[], ${spans.map(({ toMs }) => instant(toMs))}::timestamptz[]
  ) as asked(from_at, to_at))`;

/**
 * The bookings of these at some moment of the spans. One search of the index for each that is asked for: an index of ranges cannot
 * be searched for a list. Bookings that override are few, and have an index of their own.
 */
const bookings = (resourceIds: readonly string[], spans: readonly Span[]) => sql`
  select booking.* from unnest(${resourceIds}::uuid[]) as asked(id)
    join booking on resource_id = asked.id and during && ${multirange(spans)} and not overrides
  union all
  select * from booking where during && ${multirange(spans)} and overrides and resource_id = any(${resourceIds}::uuid[])`;

/**
 * Where what is reserved of a bridge changes, and by how much. Added up in their order they are what is reserved at once: those that
 * touch a span are at their most within it, for what touches each other and the span has a moment in common.
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
