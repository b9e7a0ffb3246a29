import type { FeedOwner, FeedRepository } from '../../letters/feed-repository.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createFeedRepository(database: Database): FeedRepository {
  return {
    async put(owner, secretHash, createdAtMs) {
      const made = { secretHash, createdAt: instant(createdAtMs) };
      await database
        .insertInto('feed')
        .values({ subjectId: idOf(owner), subjectKind: owner.kind, ...made })
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

    async remove(owner) {
      const { numDeletedRows } = await database
        .deleteFrom('feed')
        .where('subjectId', '=', idOf(owner))
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}

const idOf = (owner: FeedOwner): string => (owner.kind === 'account' ? owner.account.id : owner.endpoint.id);
