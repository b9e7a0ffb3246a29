import { isDeepStrictEqual } from 'node:util';
import type { Contact, ContactRepository } from '../../sites/contact-repository.ts';
import { chunks } from '../chunks.ts';
import { isAnyOf } from '../expressions.ts';
import { Overtaken, unlessOvertaken } from '../bookings/overtaken.ts';
import type { Database } from '../schema.ts';

export function createContactRepository(database: Database): ContactRepository {
  return {
    ofSites: (siteIds) => ofSites(siteIds, database),

    async replace(sites) {
      const siteIds = sites.map(({ siteId }) => siteId);
      const rows = sites.flatMap(({ siteId, becomes }) =>
        becomes.map(({ name, phone }, position) => ({ siteId, position, name, phone })),
      );
      return unlessOvertaken(database, async (transaction) => {
        const held = await ofSites(siteIds, transaction);
        for (const { siteId, was } of sites) {
          if (was && !isDeepStrictEqual(held.get(siteId) ?? [], was)) throw new Overtaken();
        }
        await transaction
          .deleteFrom('siteContact')
          .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
          .execute();
        for (const some of chunks(rows)) await transaction.insertInto('siteContact').values(some).execute();
      });
    },
  };
}

async function ofSites(
  siteIds: readonly string[],
  database: Database,
): Promise<ReadonlyMap<string, readonly Contact[]>> {
  const rows = await database
    .selectFrom('siteContact')
    .selectAll()
    .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
    .orderBy('siteId')
    .orderBy('position')
    .execute();
  const bySite = new Map<string, Contact[]>();
  for (const { siteId, name, phone } of rows) {
    const contacts = bySite.get(siteId) ?? [];
    contacts.push({ name, phone });
    bySite.set(siteId, contacts);
  }
  return bySite;
}
