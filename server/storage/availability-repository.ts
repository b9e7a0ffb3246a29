import { sql } from 'kysely';
import type { PictureSize } from '../../protocol/rest/bookings.ts';
import type { AvailabilityRepository, Held } from '../scheduling/availability-repository.ts';
import { instant } from './expressions.ts';
import type { Database } from './schema.ts';

export function createAvailabilityRepository(database: Database): AvailabilityRepository {
  return {
    async pictures({ moderators, others }, { fromMs, toMs }, exceptMeetingId) {
      const { rows } = await sql<{ pictures: PictureSize; fits: boolean }>`
        select c.pictures, c.moderator_packets_per_s * ${moderators}::integer + c.packets_per_s * ${others}::integer
          + taken.packets_per_s <= b.packets_per_s as fits
        from bridge b
        join picture_cost c on c.bridge_id = b.id
        cross join lateral (
          select reserved_peak(
            b.id, tstzrange(${instant(fromMs)}, ${instant(toMs)}), ${excepted(exceptMeetingId)}) as packets_per_s
        ) taken
        order by c.rank
      `.execute(database);
      if (rows.length === 0) return undefined;
      return rows.find(({ fits }) => fits)?.pictures ?? null;
    },

    async crowded({ moderators, others }, { fromMs, toMs }, exceptMeetingId) {
      // What is reserved steps up and down where reservations begin and end, and stays between two steps. All of it is on one bridge.
      const { rows } = await sql<{ fromMs: number; toMs: number }>`
        with step as (
          select at, sum(packets_per_s) as packets_per_s
          from (
            select lower(during) as at, packets_per_s, meeting_id, during from reservation
            union all select upper(during), -packets_per_s, meeting_id, during from reservation
          ) edge
          where during && tstzrange(${instant(fromMs)}, ${instant(toMs)}) and meeting_id <> all(${excepted(exceptMeetingId)})
          group by at
        ), level as (
          select at, sum(packets_per_s) over (order by at) as packets_per_s, lead(at) over (order by at) as until from step
        )
        select (extract(epoch from at) * 1000)::float8 as from_ms, (extract(epoch from until) * 1000)::float8 as to_ms
        from level
        where until is not null and not exists (
          select from bridge b join picture_cost c on c.bridge_id = b.id
          where c.moderator_packets_per_s * ${moderators}::integer + c.packets_per_s * ${others}::integer
            + level.packets_per_s <= b.packets_per_s
        )
        order by at
      `.execute(database);
      return rows;
    },

    async recorders() {
      const { rows } = await sql<{ id: string }>`select id from recorder_slot order by id`.execute(database);
      return rows.map(({ id }) => id);
    },

    async held(resourceIds, fromMs, toMs) {
      const during = sql`tstzrange(${instant(fromMs)}, ${instant(toMs)})`;
      // One search of the index for each that is asked for: an index of ranges cannot be searched for a list. Bookings that
      // override are few, and have an index of their own.
      const { rows } = await sql<Held>`
        select b.resource_id as resource_id, m.id as meeting_id, m.title as title, m.site_id as site_id,
          (extract(epoch from lower(b.during)) * 1000)::float8 as from_ms,
          (extract(epoch from upper(b.during)) * 1000)::float8 as to_ms
        from (
          select booking.* from unnest(${resourceIds}::uuid[]) as asked(id)
            join booking on resource_id = asked.id and during && ${during} and not overrides
          union all
          select * from booking where during && ${during} and overrides and resource_id = any(${resourceIds}::uuid[])
        ) b
        join meeting m on m.id = b.meeting_id
        order by lower(b.during), m.id, b.resource_id
      `.execute(database);
      return rows;
    },
  };
}

/** Whose own reservation does not count. */
const excepted = (meetingId: string | undefined) =>
  sql`${meetingId === undefined ? [] : [meetingId]}::uuid[]`;
