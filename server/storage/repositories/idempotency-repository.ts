import type { Selectable } from 'kysely';
import type {
  IdempotencyRecord,
  IdempotencyRepository,
} from '../../scheduling/planning/idempotency-repository.ts';
import { instant, moment } from '../expressions.ts';
import type { Database, IdempotencyTable } from '../schema.ts';

export function createIdempotencyRepository(database: Database): IdempotencyRepository {
  const byKey = (subjectId: string, key: string) =>
    database.selectFrom('idempotency').selectAll().where('subjectId', '=', subjectId).where('key', '=', key);

  return {
    async get(subjectId, key) {
      const row = await byKey(subjectId, key).executeTakeFirst();
      return row && toRecord(row);
    },

    async put({ body, createdAtMs, ...record }) {
      await database
        .insertInto('idempotency')
        .values({ ...record, body: JSON.stringify(body), createdAt: instant(createdAtMs) })
        .onConflict((conflict) => conflict.columns(['subjectId', 'key']).doNothing())
        .execute();
      return toRecord(await byKey(record.subjectId, record.key).executeTakeFirstOrThrow());
    },

    async forgetBefore(createdBeforeMs) {
      await database.deleteFrom('idempotency').where('createdAt', '<', moment(createdBeforeMs)).execute();
    },
  };
}

const toRecord = ({ createdAt, ...row }: Selectable<IdempotencyTable>): IdempotencyRecord => ({
  ...row,
  createdAtMs: createdAt,
});
