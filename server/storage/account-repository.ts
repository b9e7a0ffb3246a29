import type { Selectable } from 'kysely';
import type { Account, AccountRepository } from '../identity/account-repository.ts';
import { instant, optionalInstant } from './expressions.ts';
import type { AccountTable, Database } from './schema.ts';

export function createAccountRepository(database: Database): AccountRepository {
  const accounts = () => database.selectFrom('account').selectAll();
  const change = async (
    accountId: string,
    changed: { readonly passwordHash: string } | { readonly email: string | null },
  ): Promise<boolean> => {
    const { numUpdatedRows } = await database
      .updateTable('account')
      .set(changed)
      .where('id', '=', accountId)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  };

  return {
    async insert({ createdAtMs, disabledAtMs, ...account }) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('account')
        .values({ ...account, createdAt: instant(createdAtMs), disabledAt: optionalInstant(disabledAtMs) })
        .onConflict((conflict) => conflict.column('login').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async byLogin(login) {
      const row = await accounts().where('login', '=', login).executeTakeFirst();
      return row && toAccount(row);
    },

    async byId(accountId) {
      const row = await accounts().where('id', '=', accountId).executeTakeFirst();
      return row && toAccount(row);
    },

    async list() {
      const rows = await accounts().orderBy('login').execute();
      return rows.map(toAccount);
    },

    setPassword: (accountId, passwordHash) => change(accountId, { passwordHash }),

    setEmail: (accountId, email) => change(accountId, { email }),

    async disable(accountId, disabledAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('account')
        .set({ disabledAt: instant(disabledAtMs) })
        .where('id', '=', accountId)
        .where('disabledAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

const toAccount = ({ createdAt, disabledAt, ...row }: Selectable<AccountTable>): Account => ({
  ...row,
  createdAtMs: createdAt,
  disabledAtMs: disabledAt,
});
