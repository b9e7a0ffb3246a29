import { sql } from 'kysely';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import type { Endpoint, EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
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

    async list({ siteIds, folded, tag, byName = false, after, limit } = {}) {
      const inUse = withSites()
        .where('endpoint.retiredAt', 'is', null)
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
      const rows = await takePage(inUse, keys, { after, ...(limit !== undefined && { limit }) }).execute();
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
        const { rows: live } = await sql`
          select from invitation i join meeting m on m.id = i.meeting_id
          where i.endpoint_id = ${id} and m.state = 'live' limit 1
        `.execute(transaction);
        if (live.length > 0) return 'live';
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

    save: ({ created, changed: saved }) =>
      unlessOvertaken(database, async (transaction) => {
        for (const some of chunks(created)) {
          const { rows } = await sql`
            select from endpoint join jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as new ("siteId" uuid, name text)
              on endpoint.site_id = new."siteId" and endpoint.name = new.name and endpoint.retired_at is null
            limit 1
          `.execute(transaction);
          if (rows.length > 0) throw new Overtaken();
        }
        await insert(created, transaction);
        for (const some of chunks(saved)) {
          const rows = JSON.stringify(
            some.map(({ was, becomes }) => ({ ...becomes, id: was.id, was: content(was) })),
          );
          const { numAffectedRows } = await sql`
            update endpoint
            set name = new.name, folded = new.folded, email = new.email, tags = new.tags, phone = new.phone,
              equipment = new.equipment,
              line_down_kbps = new."lineDownKbps", line_up_kbps = new."lineUpKbps"
            from jsonb_to_recordset(${rows}::jsonb) as new (
              id uuid, name text, folded text, email text, phone text, equipment text, tags text[], "lineDownKbps" integer,
              "lineUpKbps" integer, was jsonb
            )
            where endpoint.id = new.id and endpoint.retired_at is null and new.was = jsonb_build_object(
              'name', endpoint.name, 'email', endpoint.email, 'phone', endpoint.phone,
              'equipment', endpoint.equipment, 'tags', endpoint.tags,
              'lineDownKbps', endpoint.line_down_kbps, 'lineUpKbps', endpoint.line_up_kbps)
          `.execute(transaction);
          if (numAffectedRows !== BigInt(some.length)) throw new Overtaken();
        }
      }),

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
const content = ({ name, email, phone, equipment, tags, lineDownKbps, lineUpKbps }: Endpoint) => ({
  name,
  email,
  phone,
  equipment,
  tags,
  lineDownKbps,
  lineUpKbps,
});

async function insert(endpoints: readonly Endpoint[], database: Database): Promise<void> {
  const rows = endpoints.map(({ createdAtMs, retiredAtMs, ...endpoint }) => ({
    ...endpoint,
    createdAt: instant(createdAtMs),
    retiredAt: optionalInstant(retiredAtMs),
  }));
  for (const some of chunks(rows)) await database.insertInto('endpoint').values(some).execute();
}
