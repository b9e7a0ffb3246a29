import type { Selectable } from 'kysely';
import pg from 'pg';
import type { Group, GroupRepository } from '../../scheduling/invitations/group-repository.ts';
import { instant, isAnyOf } from '../expressions.ts';
import type { Database, SavedGroupTable } from '../schema.ts';

export function createGroupRepository(database: Database): GroupRepository {
  const groups = () => database.selectFrom('savedGroup').selectAll().orderBy('id');
  return {
    insert: ({ include, except, people, createdByAccountId, createdAtMs, ...group }) =>
      named(() =>
        database
          .insertInto('savedGroup')
          .values({
            ...group,
            selection: JSON.stringify({ include, except, people }),
            createdBy: createdByAccountId,
            createdAt: instant(createdAtMs),
          })
          .execute(),
      ),

    async byIds(groupIds) {
      const rows = await groups()
        .where(({ ref }) => isAnyOf(ref('id'), groupIds))
        .execute();
      return rows.map(toGroup);
    },

    async list(siteIds) {
      const rows = await groups()
        .$if(siteIds !== undefined, (query) =>
          query.where(({ ref }) => isAnyOf(ref('siteId'), siteIds ?? [])),
        )
        .execute();
      return rows.map(toGroup);
    },

    change: ({ id }, { name, include, except, people }) =>
      named(() =>
        database
          .updateTable('savedGroup')
          .set({ name, selection: JSON.stringify({ include, except, people }) })
          .where('id', '=', id)
          .execute(),
      ),

    async remove({ id }) {
      await database.deleteFrom('savedGroup').where('id', '=', id).execute();
    },
  };
}

/** Returns false where the name is taken. */
async function named(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint === 'saved_group_named_once') return false;
    throw error;
  }
}

const toGroup = ({ selection, createdBy, createdAt, ...row }: Selectable<SavedGroupTable>): Group => ({
  ...row,
  ...selection,
  people: selection.people ?? [],
  createdByAccountId: createdBy,
  createdAtMs: createdAt,
});
