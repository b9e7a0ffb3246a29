import { sql, type Selectable } from 'kysely';
import type { Account, AccountRepository } from '../identity/account-repository.ts';
import { folded, instant, isAnyOf, optionalInstant, positionIn } from './expressions.ts';
import { takePage } from './paging.ts';
import type { AccountTable, Database } from './schema.ts';

export function createAccountRepository(database: Database): AccountRepository {
  const accounts = () => database.selectFrom('account').selectAll();
  const change = async (
    accountId: string,
    changed:
      { readonly passwordHash: string; readonly passwordGiven: boolean } | { readonly email: string | null },
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

    async list({ siteIds, kind, folded: text, ...page } = {}) {
      let query = takePage(accounts(), [sql.ref('login')], page);
      if (siteIds) query = query.where(({ ref }) => isAnyOf(ref('siteId'), siteIds));
      if (kind) query = query.where('kind', '=', kind);
      if (text !== undefined) {
        query = query.where(({ eb, or, ref }) =>
          or([
            eb(positionIn(ref('login'), text), '>', 0),
            eb(positionIn(folded(ref('fullName')), text), '>', 0),
          ]),
        );
      }
      return (await query.execute()).map(toAccount);
    },

    setPassword: (accountId, passwordHash, passwordGiven) =>
      change(accountId, { passwordHash, passwordGiven }),

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
