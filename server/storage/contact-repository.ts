import type { Contact, ContactRepository } from '../sites/contact-repository.ts';
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

    async replace(siteId, contacts) {
      await database.transaction().execute(async (transaction) => {
        // Two who replace at once take turns: neither may leave a mixture.
        await transaction.selectFrom('site').select('id').where('id', '=', siteId).forUpdate().execute();
        await transaction.deleteFrom('siteContact').where('siteId', '=', siteId).execute();
        const rows = contacts.map((contact, position) => ({ ...contact, siteId, position }));
        if (rows.length > 0) await transaction.insertInto('siteContact').values(rows).execute();
      });
    },
  };
}
