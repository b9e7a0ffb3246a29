import { sql, type ExpressionBuilder } from 'kysely';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import type { CalendarDay, Site, SiteRepository } from '../../sites/site-repository.ts';
import { chunks } from '../chunks.ts';
import { isAnyOf, positionIn } from '../expressions.ts';
import { Overtaken, unlessOvertaken } from '../bookings/overtaken.ts';
import { takePage } from '../paging.ts';
import type { Database, Schema } from '../schema.ts';
import { holdings, moveHoldings } from './site-holdings.ts';

export function createSiteRepository(database: Database, changed: StandingChanged): SiteRepository {
  return {
    async apply({ levels = [], closures = [], corrections = [], sites = [], lineage = [], moves }) {
      const done = await unlessOvertaken(database, async (transaction) => {
        for (const rows of chunks(levels)) {
          await transaction
            .insertInto('siteLevel')
            .values(rows)
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute();
        }
        for (const { siteId, validTo } of closures) {
          await transaction.updateTable('site').set({ validTo }).where('id', '=', siteId).execute();
        }
        for (const some of chunks(corrections)) {
          const rows = JSON.stringify(
            some.map(({ was, becomes }) => ({ ...becomes, id: was.id, was: content(was) })),
          );
          const { numAffectedRows } = await sql`
            update site
            set name = new.name, folded = new.folded, level_id = new."levelId", parent_id = new."parentId",
              valid_to = new."validTo"
            from jsonb_to_recordset(${rows}::jsonb) as new (
              id uuid, name text, folded text, "levelId" text, "parentId" uuid, "validTo" date, was jsonb
            )
            where site.id = new.id and new.was = jsonb_build_object(
              'name', site.name, 'levelId', site.level_id, 'parentId', site.parent_id, 'validTo', site.valid_to)
          `.execute(transaction);
          if (numAffectedRows !== BigInt(some.length)) throw new Overtaken();
        }
        for (const rows of chunks(sites)) {
          const { numInsertedOrUpdatedRows } = await transaction
            .insertInto('site')
            .values(rows)
            .onConflict((conflict) => conflict.columns(['code', 'validFrom']).doNothing())
            .executeTakeFirst();
          if (numInsertedOrUpdatedRows !== BigInt(rows.length)) throw new Overtaken();
        }
        for (const rows of chunks(lineage))
          await transaction.insertInto('siteLineage').values(rows).execute();
        if (moves) await moveHoldings(moves, transaction);
      });
      if (done) changed({ of: 'sites' });
      return done;
    },

    all: () => database.selectFrom('site').selectAll().orderBy('code').orderBy('validFrom').execute(),

    levels: () => database.selectFrom('siteLevel').selectAll().orderBy('rank').execute(),

    byId: (siteId) => database.selectFrom('site').selectAll().where('id', '=', siteId).executeTakeFirst(),

    byIds: (siteIds) =>
      database
        .selectFrom('site')
        .selectAll()
        .where(({ ref }) => isAnyOf(ref('id'), siteIds))
        .execute(),

    children: (siteId, on) =>
      database
        .selectFrom('site')
        .selectAll()
        .where('parentId', '=', siteId)
        .where(validOn(on))
        .orderBy('folded')
        .orderBy('id')
        .execute(),

    validOn: (on) =>
      database
        .selectFrom('site')
        .innerJoin('siteLevel', 'siteLevel.id', 'site.levelId')
        .selectAll('site')
        .where(validOn(on))
        .orderBy('siteLevel.rank')
        .orderBy('site.folded')
        .orderBy('site.id')
        .execute(),

    search(folded, on, limit, after) {
      const at = positionIn(sql.ref('folded'), folded);
      const found = database.selectFrom('site').selectAll().where(at, '>', 0).where(validOn(on));
      return takePage(found, [at, sql.ref('folded'), sql.ref('id')], { after, limit }).execute();
    },

    async subtreeIds(siteId) {
      // UNION without ALL: ends even if the tree has a cycle.
      const rows = await database
        .withRecursive('subtree', (query) =>
          query
            .selectFrom('site')
            .select('site.id')
            .where('site.id', '=', siteId)
            .union(
              query.selectFrom('site').innerJoin('subtree', 'subtree.id', 'site.parentId').select('site.id'),
            ),
        )
        .selectFrom('subtree')
        .select('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    ancestors: (siteId) =>
      database
        .withRecursive('lineage', (query) =>
          query
            .selectFrom('site')
            .select(['site.parentId as id', sql<number>`1`.as('distance')])
            .where('site.id', '=', siteId)
            .unionAll(
              query
                .selectFrom('site')
                .innerJoin('lineage', 'lineage.id', 'site.id')
                .select(['site.parentId as id', sql<number>`lineage.distance + 1`.as('distance')]),
            ),
        )
        .selectFrom('lineage')
        .innerJoin('site', 'site.id', 'lineage.id')
        .selectAll('site')
        .orderBy('lineage.distance')
        .execute(),

    successorsOf: (siteIds) =>
      database
        .selectFrom('siteLineage')
        .selectAll()
        .where(({ ref }) => isAnyOf(ref('fromSiteId'), siteIds))
        .orderBy('onDate')
        .orderBy('toSiteId')
        .execute(),

    holdings: (siteIds) => holdings(siteIds, database),

    lineageOf: (siteId) =>
      database
        .selectFrom('siteLineage')
        .selectAll()
        .where(({ or, eb }) => or([eb('fromSiteId', '=', siteId), eb('toSiteId', '=', siteId)]))
        .orderBy('onDate')
        .orderBy('fromSiteId')
        .orderBy('toSiteId')
        .execute(),
  };
}

/**
 * The columns that a correction writes. They must still have their earlier values, or the site was overtaken.
 */
const content = ({ name, levelId, parentId, validTo }: Site) => ({ name, levelId, parentId, validTo });

const validOn = (on: CalendarDay) => (eb: ExpressionBuilder<Schema, 'site'>) =>
  eb.and([
    eb('site.validFrom', '<=', on),
    eb.or([eb('site.validTo', 'is', null), eb('site.validTo', '>', on)]),
  ]);
