import { sql, type RawBuilder } from 'kysely';
import { moderatorRoles } from '../../../domain/conference/state.ts';
import { holdingRoles } from '../../../domain/schedule/holding.ts';

/**
 * What meetings share and booking reserves by the time: the packets of media workers, the bits of a line. The same
 * statements reserve and look up both; this names the tables.
 */
export interface Budget {
  readonly reservations: RawBuilder<unknown>;
  /** Columns of `reservations`: what carries, and how much of it is reserved. */
  readonly carrier: RawBuilder<unknown>;
  readonly amount: RawBuilder<unknown>;
  /** The columns of `reservations` that identify one. */
  readonly key: RawBuilder<unknown>;
  /** Rows (carrier, most): what each carries at once. */
  readonly limits: RawBuilder<unknown>;
  /** Rows (carrier, rank, pictures, other, moderator): what a participant takes. Rank 0 has the largest pictures. */
  readonly prices: RawBuilder<unknown>;
  /** The database function of the most that is reserved at once. */
  readonly peak: RawBuilder<unknown>;
  /** Rows (id, carrier, moderators, others): the participants of these meetings that each carrier has. */
  needs(meetingIds: readonly string[]): RawBuilder<unknown>;
}

const leads = sql`i.role = any(${moderatorRoles})`;

export const workerBudget: Budget = {
  reservations: sql`reservation`,
  carrier: sql`bridge_id`,
  amount: sql`packets_per_s`,
  key: sql`meeting_id`,
  limits: sql`select id as carrier, packets_per_s as most from bridge`,
  prices: sql`
    select bridge_id as carrier, rank, pictures, packets_per_s as other, moderator_packets_per_s as moderator
    from picture_cost`,
  peak: sql`reserved_peak`,
  needs: (meetingIds) => sql`
    select i.meeting_id as id, bridge.id as carrier,
      count(*) filter (where ${leads}) as moderators, count(*) filter (where not ${leads}) as others
    from bridge cross join invitation i
    where i.meeting_id = any(${meetingIds}) and not i.transferred
    group by i.meeting_id, bridge.id`,
};

/** The lines of units towards the unit above them, for which IT has set what they carry. */
export const uplinkBudget: Budget = {
  reservations: sql`uplink_reservation`,
  carrier: sql`site_id`,
  amount: sql`bps`,
  key: sql`meeting_id, site_id`,
  limits: sql`select site_id as carrier, bps as most from uplink`,
  prices: sql`
    select uplink.site_id as carrier, cost.rank, cost.pictures, cost.bps as other, cost.moderator_bps as moderator
    from uplink cross join uplink_cost cost`,
  peak: sql`uplink_peak`,
  // Of people, those who hold the meeting: others sit in a room that is invited, too.
  needs: (meetingIds) =>
    crossings(sql`
      select m.id, m.site_id as holder, coalesce(endpoint.site_id, account.site_id) as site_id, ${leads} as leads
      from meeting m join invitation i on i.meeting_id = m.id
      left join endpoint on endpoint.id = i.endpoint_id
      left join account on account.id = i.account_id
      where m.id = any(${meetingIds}) and not i.transferred
        and (i.endpoint_id is not null or i.role = any(${holdingRoles}))`),
};

/**
 * Who crosses which line. The media of a meeting is at one place, so each participant on the other side of a line
 * crosses it for itself.
 * @param invited rows (id, holder, site_id, leads): the meeting, the unit that holds it, the unit of the participant
 * @returns rows (id, carrier, moderators, others)
 */
export const crossings = (invited: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  with i as materialized (${invited}),
  below as materialized (select uplink_site_id, site_id from unit_on_uplink),
  media as materialized (
    select holder, media_unit(holder) as site_id from (select distinct holder from i) holders
  )
  select i.id, uplink.site_id as carrier,
    count(*) filter (where i.leads) as moderators, count(*) filter (where not i.leads) as others
  from i join media on media.holder is not distinct from i.holder
  cross join uplink
  left join below room on room.uplink_site_id = uplink.site_id and room.site_id = i.site_id
  left join below bridge on bridge.uplink_site_id = uplink.site_id and bridge.site_id = media.site_id
  where (room.site_id is null) <> (bridge.site_id is null)
  group by i.id, uplink.site_id`;

/**
 * The moments at which the reserved amount of a carrier changes, and by how much. Their running total is the
 * amount reserved at each moment. All reservations that overlap a span are included: each of them and the
 * span have a moment in common, so the total reaches its maximum within the span.
 */
export const edges = (
  { reservations, carrier, amount }: Budget,
  of: RawBuilder<unknown>,
  during: RawBuilder<unknown>,
  exceptMeetingIds: readonly string[],
): RawBuilder<unknown> => sql`
  select edge.at, edge.amount from ${reservations} r cross join lateral (
    values (lower(r.during), r.${amount}), (upper(r.during), -r.${amount})
  ) as edge(at, amount)
  where r.${carrier} = ${of} and r.during && ${during} and not r.meeting_id = any(${exceptMeetingIds}::uuid[])`;
