import type { Contact, ContactRepository } from '../sites/contact-repository.ts';
import { chunks } from './chunks.ts';
import { isAnyOf } from './expressions.ts';
import type { Database } from './schema.ts';

export function createContactRepository(database: Database): ContactRepository {
  return {
    async ofSites(siteIds) {
      const rows = await database
        .selectFrom('siteContact')
        .selectAll()
        .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
        .orderBy('siteId')
        .orderBy('position')
        .execute();
      const bySite = new Map<string, Contact[]>();
      for (const { siteId, name, phone } of rows) {
        bySite.set(siteId, [...(bySite.get(siteId) ?? []), { name, phone }]);
      }
      return bySite;
    },

    async replace(bySite) {
      const siteIds = [...bySite.keys()];
      const rows = [...bySite].flatMap(([siteId, contacts]) =>
        contacts.map(({ name, phone }, position) => ({ siteId, position, name, phone })),
      );
      await database.transaction().execute(async (transaction) => {
        // Those who replace at once take turns: none may leave a mixture. In one order, so that none waits in a ring.
        await transaction
          .selectFrom('site')
          .select('id')
          .where(({ ref }) => isAnyOf(ref('id'), siteIds))
          .orderBy('id')
          .forUpdate()
          .execute();
        await transaction
          .deleteFrom('siteContact')
          .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
          .execute();
        for (const some of chunks(rows)) await transaction.insertInto('siteContact').values(some).execute();
      });
    },
  };
}
