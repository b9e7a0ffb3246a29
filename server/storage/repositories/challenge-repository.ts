import { sql } from 'kysely';
import type { ChallengeRepository } from '../../identity/factors/second-factor-repository.ts';
import { instant, moment } from '../expressions.ts';
import type { Database } from '../schema.ts';

export function createChallengeRepository(database: Database): ChallengeRepository {
  return {
    async insert({ expiresAtMs, ...challenge }, nowMs) {
      await database.deleteFrom('challenge').where('expiresAt', '<=', moment(nowMs)).execute();
      await database
        .insertInto('challenge')
        .values({ ...challenge, expiresAt: instant(expiresAtMs) })
        .execute();
    },

    async tryOne(tokenHash, purpose, nowMs) {
      return database
        .updateTable('challenge')
        .set({ triesLeft: sql`tries_left - 1` })
        .where('tokenHash', '=', tokenHash)
        .where('purpose', '=', purpose)
        .where('triesLeft', '>', 0)
        .where('expiresAt', '>', moment(nowMs))
        .returning(['accountId', 'nonce'])
        .executeTakeFirst();
    },

    async take(tokenHash) {
      const { numDeletedRows } = await database
        .deleteFrom('challenge')
        .where('tokenHash', '=', tokenHash)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}
