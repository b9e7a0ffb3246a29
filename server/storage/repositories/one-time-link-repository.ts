import type { OneTimeLinkRepository } from '../../identity/one-time-links/one-time-link-repository.ts';
import { instant, moment } from '../expressions.ts';
import type { Database } from '../schema.ts';
import { insertAccount, writePassword } from './account-repository.ts';

export function createOneTimeLinkRepository(database: Database): OneTimeLinkRepository {
  return {
    async replace({ tokenHash, account, expiresAtMs }) {
      const expiresAt = instant(expiresAtMs);
      await database
        .insertInto('oneTimeLink')
        .values({ tokenHash, accountId: account?.id ?? null, expiresAt })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ tokenHash, expiresAt }))
        .execute();
    },

    async endFirst() {
      await database.deleteFrom('oneTimeLink').where('accountId', 'is', null).execute();
    },

    async find(tokenHash, nowMs) {
      const row = await database
        .selectFrom('oneTimeLink')
        .select(['accountId', 'expiresAt'])
        .where('tokenHash', '=', tokenHash)
        .where('expiresAt', '>', moment(nowMs))
        .executeTakeFirst();
      return row && { accountId: row.accountId, expiresAtMs: row.expiresAt };
    },

    async createFirst(tokenHash, account, nowMs) {
      return database
        .transaction()
        .execute(async (transaction) => {
          if ((await use(transaction, 'first-administrator', tokenHash, nowMs)) === undefined)
            return 'no-link';
          if (!(await insertAccount(transaction, account))) throw new LoginTaken();
          return 'created';
        })
        .catch((error: unknown) => {
          if (error instanceof LoginTaken) return 'login-taken';
          throw error;
        });
    },

    setPassword: (tokenHash, passwordHash, nowMs) =>
      database.transaction().execute(async (transaction) => {
        const accountId = (await use(transaction, 'password', tokenHash, nowMs))?.accountId ?? null;
        return accountId !== null && writePassword(transaction, accountId, passwordHash, false);
      }),
  };
}

/** Deletes a valid link of this purpose; undefined where there is none. */
const use = (
  transaction: Database,
  purpose: 'first-administrator' | 'password',
  tokenHash: string,
  nowMs: number,
) =>
  transaction
    .deleteFrom('oneTimeLink')
    .where('tokenHash', '=', tokenHash)
    .where('accountId', purpose === 'password' ? 'is not' : 'is', null)
    .where('expiresAt', '>', moment(nowMs))
    .returning('accountId')
    .executeTakeFirst();

/** Rolls the transaction back, so that the link remains. */
class LoginTaken extends Error {
  override readonly name = 'LoginTaken';
}
