import { sql, type RawBuilder } from 'kysely';
import type { Span } from '../../../domain/schedule/free-times.ts';
import { smallest, type PictureSize } from '../../../protocol/rest/meetings/bookings.ts';
import type {
  Against,
  AvailabilityRepository,
  Hold,
  TimedParty,
} from '../../scheduling/availability/availability-repository.ts';
import type { Party } from '../../scheduling/availability/party.ts';
import { crossings, edges, uplinkBudget, workerBudget } from '../bookings/budgets.ts';
import type { Budget } from '../bookings/budgets.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';
import { unitNames } from '../unit-names.ts';

export function createAvailabilityRepository(database: Database): AvailabilityRepository {
  /** The largest pictures for each party on each of its carriers, as far as the carriers exist. */
  const largestOf = async (
    { prices, limits, ...budget }: Budget,
    asked: readonly AskedOfCarrier[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly Largest[]> => {
    if (asked.length === 0) return [];
    const during = sql`tstzrange(asked.from_at, asked.to_at)`;
    const { rows } = await sql<Largest>`
      select asked.place, limits.carrier::text as carrier, largest.pictures from (${limits}) limits
      join unnest(
        ${asked.map(({ place }) => place)}::integer[],
        ${asked.map(({ carrier }) => carrier)}::text[],
        ${asked.map(({ moderators }) => moderators)}::integer[],
        ${asked.map(({ others }) => others)}::integer[],
        ${asked.map(({ fromMs }) => instant(fromMs))}::timestamptz[],
        ${asked.map(({ toMs }) => instant(toMs))}::timestamptz[]
      ) as asked(place, carrier, moderators, others, from_at, to_at)
        on asked.carrier is null or asked.carrier = limits.carrier::text
      cross join lateral (
        select coalesce(max(at_once), 0) as amount from (
          select sum(sum(amount)) over (order by at) as at_once
          from (${edges({ prices, limits, ...budget }, sql`limits.carrier`, during, exceptMeetingIds)}) edge group by at
        ) levels
      ) taken
      left join lateral (
        select price.pictures from (${prices}) price
        where price.carrier = limits.carrier
          and price.moderator * asked.moderators + price.other * asked.others + taken.amount <= limits.most
        order by price.rank limit 1
      ) largest on true
      order by asked.place
    `.execute(database);
    return rows;
  };

  const picturesOfEach: AvailabilityRepository['picturesOfEach'] = async (wanted, exceptMeetingIds) => {
    const onWorkers = wanted.map((party, place) => ({ ...party, place, carrier: null }));
    const ofWorkers = await largestOf(workerBudget, onWorkers, exceptMeetingIds);
    if (ofWorkers.length === 0) return undefined;
    const ofUplinks = await largestOf(uplinkBudget, wanted.flatMap(onUplinks), exceptMeetingIds);
    const ofEach = Map.groupBy([...ofWorkers, ...ofUplinks], ({ place }) => place);
    return wanted.map((_, place) => smallest((ofEach.get(place) ?? []).map(({ pictures }) => pictures)));
  };

  /** The times within these at which a carrier has no room for the party. */
  const fullOf = async (
    { prices, limits, ...budget }: Budget,
    { carrier, moderators, others }: Omit<AskedOfCarrier, 'place' | keyof Span>,
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly Span[]> => {
    const during = multirange(spans);
    // The ends of the wanted spans are edges, too: the wanted participants alone can be too many, even where nothing
    // is reserved.
    const { rows } = await sql<Span>`
      select ${bounds(sql`span`)} from (
        select unnest(range_agg(tstzrange(at, until))) as span from (${limits}) limits cross join lateral (
          select at, lead(at) over (order by at) as until, sum(sum(amount)) over (order by at) as taken
          from (
            ${edges({ prices, limits, ...budget }, sql`limits.carrier`, during, exceptMeetingIds)}
            union all select unnest(array[lower(${during}), upper(${during})]), 0
          ) edge
          group by at
        ) step
        where until is not null and (${carrier}::text is null or ${carrier}::text = limits.carrier::text)
          and taken + (
            select min(price.moderator * ${moderators}::integer + price.other * ${others}::integer)
            from (${prices}) price where price.carrier = limits.carrier
          ) > limits.most
      ) spans
    `.execute(database);
    return rows;
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

    async oversold({ moderators, others, crossing = [] }, spans, exceptMeetingIds) {
      const full = await Promise.all([
        fullOf(workerBudget, { carrier: null, moderators, others }, spans, exceptMeetingIds),
        ...crossing.map(({ siteId, ...party }) =>
          fullOf(uplinkBudget, { carrier: siteId, ...party }, spans, exceptMeetingIds),
        ),
      ]);
      return full.flat();
    },

    async fullUplinks(wanted, exceptMeetingIds) {
      const found = await largestOf(uplinkBudget, wanted.flatMap(onUplinks), exceptMeetingIds);
      return unitNames(database, [
        ...new Set(found.flatMap(({ carrier, pictures }) => (pictures === null ? [carrier] : []))),
      ]);
    },

    async crossings(parties) {
      const all = parties.flatMap(({ holderSiteId, inviteeIds }, place) =>
        inviteeIds.map((inviteeId) => ({ place, holderSiteId, inviteeId })),
      );
      const { rows } = await sql<{ id: number; carrier: string; others: number }>`
        select id, carrier, others::integer as others from (${crossings(sql`
          select asked.place as id, asked.holder, coalesce(endpoint.site_id, account.site_id) as site_id, false as leads
          from unnest(
            ${all.map(({ place }) => place)}::integer[], ${all.map(({ holderSiteId }) => holderSiteId)}::uuid[],
            ${all.map(({ inviteeId }) => inviteeId)}::uuid[]
          ) as asked(place, holder, invitee_id)
          left join endpoint on endpoint.id = asked.invitee_id
          left join account on account.id = asked.invitee_id
          where exists (select from uplink)`)}) crossing
      `.execute(database);
      const ofEach = Map.groupBy(rows, ({ id }) => id);
      return parties.map((_, place) =>
        (ofEach.get(place) ?? []).map(({ carrier, others }) => ({ siteId: carrier, moderators: 0, others })),
      );
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

/** A party that asks a carrier for room; null: every carrier. */
interface AskedOfCarrier extends Span, Omit<Party, 'crossing'> {
  readonly place: number;
  readonly carrier: string | null;
}

interface Largest {
  readonly place: number;
  readonly carrier: string;
  readonly pictures: PictureSize | null;
}

const onUplinks = ({ crossing = [], fromMs, toMs }: TimedParty, place: number): readonly AskedOfCarrier[] =>
  crossing.map(({ siteId, ...party }) => ({ ...party, fromMs, toMs, place, carrier: siteId }));
