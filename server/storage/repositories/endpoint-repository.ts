import { sql } from 'kysely';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import type {
  Endpoint,
  EndpointRepository,
  EndpointsSaved,
  EndpointWithSite,
  MeetingsAhead,
} from '../../sites/endpoint-repository.ts';
import { chunks } from '../chunks.ts';
import { instant, isAnyOf, optionalInstant, positionIn } from '../expressions.ts';
import { Overtaken, unlessOvertaken } from '../bookings/overtaken.ts';
import { takePage } from '../paging.ts';
import type { Database } from '../schema.ts';

export function createEndpointRepository(database: Database, changed: StandingChanged): EndpointRepository {
  const withSites = () =>
    database
      .selectFrom('endpoint')
      .innerJoin('site', 'site.id', 'endpoint.siteId')
      .leftJoin('site as parent', 'parent.id', 'site.parentId')
      .selectAll('endpoint')
      .select(['site.name as siteName', 'parent.name as parentSiteName']);
  type Row = Awaited<ReturnType<ReturnType<typeof withSites>['executeTakeFirstOrThrow']>>;
  const toEndpoint = ({ createdAt, retiredAt, ...row }: Row): EndpointWithSite => ({
    ...row,
    createdAtMs: createdAt,
    retiredAtMs: retiredAt,
  });

  return {
    insert: (endpoints) => insert(endpoints, database),

    async byId(endpointId) {
      const row = await withSites().where('endpoint.id', '=', endpointId).executeTakeFirst();
      return row && toEndpoint(row);
    },

    async byIds(endpointIds) {
      const rows = await withSites()
        .where(({ ref }) => isAnyOf(ref('endpoint.id'), endpointIds))
        .execute();
      return rows.map(toEndpoint);
    },

    async list({ retired = false, siteIds, folded, tag, byName = false, after, limit } = {}) {
      const listed = withSites()
        .where('endpoint.retiredAt', retired ? 'is not' : 'is', null)
        .$if(siteIds !== undefined, (query) =>
          query.where(({ ref }) => isAnyOf(ref('endpoint.siteId'), siteIds ?? [])),
        )
        .$if(tag !== undefined, (query) =>
          query.where(({ ref }) => sql<boolean>`${tag} = any(${ref('endpoint.tags')})`),
        )
        .$if(folded !== undefined, (query) =>
          query.where(({ eb, or, ref }) =>
            or([
              eb(positionIn(ref('endpoint.folded'), folded ?? ''), '>', 0),
              eb(positionIn(ref('site.folded'), folded ?? ''), '>', 0),
            ]),
          ),
        );
      const names = [sql.ref('site.folded'), sql.ref('endpoint.folded')];
      const keys = [...(byName ? names.toReversed() : names), sql.ref('endpoint.id')];
      const rows = await takePage(listed, keys, { after, ...(limit !== undefined && { limit }) }).execute();
      return rows.map(toEndpoint);
    },

    async change({ id }, change) {
      const { numUpdatedRows } = await database
        .updateTable('endpoint')
        .set(change)
        .where('id', '=', id)
        .where('retiredAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async move({ id }, { id: siteId }) {
      const refusal = await database.transaction().execute(async (transaction) => {
        const inUse = await transaction
          .selectFrom('endpoint')
          .select('name')
          .where('id', '=', id)
          .where('retiredAt', 'is', null)
          .forUpdate()
          .executeTakeFirst();
        if (inUse === undefined) return 'gone';
        if (await isAnyLive([id], transaction)) return 'live';
        const namesake = await transaction
          .selectFrom('endpoint')
          .select('id')
          .where('siteId', '=', siteId)
          .where('name', '=', inUse.name)
          .where('id', '!=', id)
          .where('retiredAt', 'is', null)
          .executeTakeFirst();
        if (namesake !== undefined) return 'namesake';
        await transaction.updateTable('endpoint').set({ siteId }).where('id', '=', id).execute();
        return undefined;
      });
      if (refusal === undefined) changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return refusal;
    },

    async save({ created, changed: saved }) {
      const leaving = saved.filter(
        ({ was, becomes }) => was.siteId !== becomes.siteId || becomes.retiredAtMs !== null,
      );
      const subjectIds = leaving.map(({ was }) => was.id);
      const done = await unlessOvertaken(database, async (transaction) => {
        for (const some of chunks(saved)) await update(some, transaction);
        await insert(created, transaction);
        const placed = saved.filter(
          ({ was, becomes }) => was.siteId !== becomes.siteId || was.name !== becomes.name,
        );
        await requireOwnNames([...created, ...placed.map(({ becomes }) => becomes)], transaction);
        if (await isAnyLive(subjectIds, transaction)) throw new Overtaken();
      });
      if (done && subjectIds.length > 0) changed({ of: 'subjects', subjectIds, roleSet: false });
      return done;
    },

    meetingsAhead: (endpointIds) => meetingsAhead(endpointIds, database),

    async setCleared({ id }, cleared) {
      const { numUpdatedRows } = await database
        .updateTable('endpoint')
        .set({ cleared })
        .where('id', '=', id)
        .where('retiredAt', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return true;
    },

    async retire({ id }, retiredAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('endpoint')
        .set({ retiredAt: instant(retiredAtMs) })
        .where('id', '=', id)
        .where('retiredAt', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return true;
    },
  };
}

/**
 * The columns that `save` writes. They must still have their earlier values, or the endpoint was overtaken.
 */
const content = ({ siteId, name, email, phone, equipment, tags, lineDownKbps, lineUpKbps }: Endpoint) => ({
  siteId,
  name,
  email,
  phone,
  equipment,
  tags,
  lineDownKbps,
  lineUpKbps,
});

/** @throws Overtaken where one is retired, or no longer as it was */
async function update(some: EndpointsSaved['changed'], transaction: Database): Promise<void> {
  const rows = JSON.stringify(
    some.map(({ was, becomes: { retiredAtMs, ...becomes } }) => ({
      ...becomes,
      id: was.id,
      was: content(was),
      retiredAt: retiredAtMs === null ? null : new Date(retiredAtMs).toISOString(),
    })),
  );
  const { numAffectedRows } = await sql`
    update endpoint
    set site_id = new."siteId", name = new.name, folded = new.folded, email = new.email, tags = new.tags,
      phone = new.phone, equipment = new.equipment, retired_at = new."retiredAt",
      line_down_kbps = new."lineDownKbps", line_up_kbps = new."lineUpKbps"
    from jsonb_to_recordset(${rows}::jsonb) as new (
      id uuid, "siteId" uuid, name text, folded text, email text, phone text, equipment text, tags text[],
      "lineDownKbps" integer, "lineUpKbps" integer, "retiredAt" timestamptz, was jsonb
    )
    where endpoint.id = new.id and endpoint.retired_at is null and new.was = jsonb_build_object(
      'siteId', endpoint.site_id, 'name', endpoint.name, 'email', endpoint.email, 'phone', endpoint.phone,
      'equipment', endpoint.equipment, 'tags', endpoint.tags,
      'lineDownKbps', endpoint.line_down_kbps, 'lineUpKbps', endpoint.line_up_kbps)
  `.execute(transaction);
  if (numAffectedRows !== BigInt(some.length)) throw new Overtaken();
}

/**
 * Groups all endpoints of the sites: compared pair by pair, ten thousand of one site would take minutes.
 * @param placed as they have just been written
 * @throws Overtaken where a site has another endpoint in use with the name of one of these
 */
async function requireOwnNames(placed: readonly Endpoint[], transaction: Database): Promise<void> {
  if (placed.length === 0) return;
  const siteIds = [...new Set(placed.map(({ siteId }) => siteId))];
  const { rows } = await sql<{ ids: readonly string[] }>`
    select array_agg(id::text) as ids from endpoint
    where site_id = any(${siteIds}) and retired_at is null
    group by site_id, name having count(*) > 1
  `.execute(transaction);
  const namesakes = new Set(rows.flatMap(({ ids }) => ids));
  if (placed.some(({ id }) => namesakes.has(id))) throw new Overtaken();
}

async function isAnyLive(endpointIds: readonly string[], database: Database): Promise<boolean> {
  const ahead = await meetingsAhead(endpointIds, database);
  return [...ahead.values()].some(({ isLive }) => isLive);
}

async function meetingsAhead(
  endpointIds: readonly string[],
  database: Database,
): Promise<ReadonlyMap<string, MeetingsAhead>> {
  const rows = await database
    .selectFrom('invitation')
    .innerJoin('meeting', 'meeting.id', 'invitation.meetingId')
    .where(({ ref }) => isAnyOf(ref('invitation.endpointId'), endpointIds))
    .where('meeting.state', 'not in', endedStates)
    .select(({ ref }) => [
      'invitation.endpointId',
      sql<number>`count(*)::integer`.as('invitations'),
      sql<boolean>`bool_or(${ref('meeting.state')} = 'live')`.as('isLive'),
    ])
    .groupBy('invitation.endpointId')
    .execute();
  return new Map(
    rows.flatMap(({ endpointId, invitations, isLive }) =>
      endpointId === null ? [] : [[endpointId, { invitations, isLive }] as const],
    ),
  );
}

const endedStates = ['ended', 'closed', 'cancelled'] as const satisfies readonly MeetingState[];

async function insert(endpoints: readonly Endpoint[], database: Database): Promise<void> {
  const rows = endpoints.map(({ createdAtMs, retiredAtMs, ...endpoint }) => ({
    ...endpoint,
    createdAt: instant(createdAtMs),
    retiredAt: optionalInstant(retiredAtMs),
  }));
  for (const some of chunks(rows)) await database.insertInto('endpoint').values(some).execute();
}
