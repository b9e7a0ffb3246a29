import { sql } from 'kysely';
import type { EndpointRepository, EndpointWithSite } from '../sites/endpoint-repository.ts';
import { instant, isAnyOf, optionalInstant, positionIn } from './expressions.ts';
import { takePage } from './paging.ts';
import type { Database } from './schema.ts';

export function createEndpointRepository(database: Database): EndpointRepository {
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
    async insert(endpoints) {
      if (endpoints.length === 0) return;
      const rows = endpoints.map(({ createdAtMs, retiredAtMs, ...endpoint }) => ({
        ...endpoint,
        createdAt: instant(createdAtMs),
        retiredAt: optionalInstant(retiredAtMs),
      }));
      await database.insertInto('endpoint').values(rows).execute();
    },

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

    async list({ siteIds, folded, byName = false, after, limit } = {}) {
      const inUse = withSites()
        .where('endpoint.retiredAt', 'is', null)
        .$if(siteIds !== undefined, (query) =>
          query.where(({ ref }) => isAnyOf(ref('endpoint.siteId'), siteIds ?? [])),
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

    async change(endpointId, change) {
      const { numUpdatedRows } = await database
        .updateTable('endpoint')
        .set(change)
        .where('id', '=', endpointId)
        .where('retiredAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async retire(endpointId, retiredAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('endpoint')
        .set({ retiredAt: instant(retiredAtMs) })
        .where('id', '=', endpointId)
        .where('retiredAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
