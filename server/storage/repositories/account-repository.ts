import { sql, type Selectable } from 'kysely';
import type { Account, AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import { folded, instant, isAnyOf, optionalInstant, positionIn } from '../expressions.ts';
import { takePage } from '../paging.ts';
import type { AccountTable, Database } from '../schema.ts';

export function createAccountRepository(database: Database, changed: StandingChanged): AccountRepository {
  const accounts = () => database.selectFrom('account').selectAll();
  const change = async (
    accountId: string,
    fields:
      | { readonly passwordHash: string; readonly passwordGiven: boolean }
      | { readonly email: string | null }
      | { readonly cleared: boolean },
  ): Promise<boolean> => {
    const { numUpdatedRows } = await database
      .updateTable('account')
      .set(fields)
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

    async byIds(accountIds) {
      const rows = await accounts()
        .where(({ ref }) => isAnyOf(ref('id'), accountIds))
        .execute();
      return rows.map(toAccount);
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

    setPassword: ({ id }, passwordHash, passwordGiven) => change(id, { passwordHash, passwordGiven }),

    setEmail: ({ id }, email) => change(id, { email }),

    async setCleared({ id }, cleared) {
      const done = await change(id, { cleared });
      if (done) changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return done;
    },

    async disable({ id }, disabledAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('account')
        .set({ disabledAt: instant(disabledAtMs) })
        .where('id', '=', id)
        .where('disabledAt', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return true;
    },
  };
}

const toAccount = ({ createdAt, disabledAt, ...row }: Selectable<AccountTable>): Account => ({
  ...row,
  createdAtMs: createdAt,
  disabledAtMs: disabledAt,
});
