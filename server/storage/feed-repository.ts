import type { FeedRepository } from '../letters/feed-repository.ts';
import { instant } from './expressions.ts';
import type { Database } from './schema.ts';

export function createFeedRepository(database: Database): FeedRepository {
  return {
    async put({ kind, id }, secretHash, createdAtMs) {
      const made = { secretHash, createdAt: instant(createdAtMs) };
      await database
        .insertInto('feed')
        .values({ subjectId: id, subjectKind: kind, ...made })
        .onConflict((conflict) => conflict.column('subjectId').doUpdateSet(made))
        .execute();
    },

    async bySecretHash(secretHash) {
      return database
        .selectFrom('feed')
        .select(['subjectKind as kind', 'subjectId as id'])
        .where('secretHash', '=', secretHash)
        .executeTakeFirst();
    },

    async remove(subjectId) {
      const { numDeletedRows } = await database
        .deleteFrom('feed')
        .where('subjectId', '=', subjectId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}
