import { sql, type Selectable } from 'kysely';
import type {
  Account,
  AccountRepository,
  ChangeableField,
} from '../../identity/accounts/account-repository.ts';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import { Overtaken, unlessOvertaken } from '../bookings/overtaken.ts';
import { chunks } from '../chunks.ts';
import { folded, instant, isAnyOf, optionalInstant, positionIn } from '../expressions.ts';
import { takePage } from '../paging.ts';
import type { AccountTable, Database } from '../schema.ts';

export function createAccountRepository(database: Database, changed: StandingChanged): AccountRepository {
  const accounts = () => database.selectFrom('account').selectAll();
  const update = async (
    accountId: string,
    fields: Partial<Pick<Account, ChangeableField | 'cleared'>>,
  ): Promise<boolean> => {
    const { numUpdatedRows } = await database
      .updateTable('account')
      .set(fields)
      .where('id', '=', accountId)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  };

  return {
    insert: (account) => insertAccount(database, account),

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

    async list({ siteIds, kind, state, folded: text, ...page } = {}) {
      let query = takePage(accounts(), [sql.ref('login')], page);
      if (siteIds) query = query.where(({ ref }) => isAnyOf(ref('siteId'), siteIds));
      if (kind) query = query.where('kind', '=', kind);
      if (state) query = query.where('disabledAt', state === 'disabled' ? 'is not' : 'is', null);
      if (state === 'without-password') query = query.where('passwordHash', 'is', null);
      if (text !== undefined) {
        query = query.where(({ eb, or, ref, selectFrom }) =>
          or([
            eb(
              'siteId',
              'in',
              selectFrom('site')
                .select('id')
                .where((site) => site(positionIn(site.ref('site.folded'), text), '>', 0)),
            ),
            eb(positionIn(ref('login'), text), '>', 0),
            eb(positionIn(folded(ref('fullName')), text), '>', 0),
            eb(positionIn(folded(eb.fn.coalesce(ref('email'), eb.val(''))), text), '>', 0),
          ]),
        );
      }
      return (await query.execute()).map(toAccount);
    },

    async hasAdministrator() {
      const row = await database
        .selectFrom('account')
        .select('id')
        .where('kind', '=', 'administrator')
        .where('siteId', 'is', null)
        .where('disabledAt', 'is', null)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    setPassword: ({ id }, passwordHash, passwordGiven) =>
      database
        .transaction()
        .execute((transaction) => writePassword(transaction, id, passwordHash, passwordGiven)),

    async setCleared({ id }, cleared) {
      const done = await update(id, { cleared });
      if (done) changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return done;
    },

    setLanguage: ({ id }, language) => update(id, { language }),

    async change({ id }, { fullName, email, language, kind, siteId }) {
      const done = await update(id, { fullName, email, language, kind, siteId });
      if (done) changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return done;
    },

    async save({ created, changed: saved }) {
      const done = await unlessOvertaken(database, async (transaction) => {
        for (const account of created) {
          if (!(await insertAccount(transaction, account))) throw new Overtaken();
        }
        for (const some of chunks(saved)) {
          const rows = JSON.stringify(
            some.map(({ was, becomes }) => ({ ...written(becomes), id: was.id, was: written(was) })),
          );
          const { numAffectedRows } = await sql`
            update account
            set full_name = new."fullName", email = new.email, language = new.language, kind = new.kind,
              site_id = new."siteId"
            from jsonb_to_recordset(${rows}::jsonb) as new (
              id uuid, "fullName" text, email text, language text, kind text, "siteId" uuid, was jsonb
            )
            where account.id = new.id and new.was = jsonb_build_object(
              'fullName', account.full_name, 'email', account.email, 'language', account.language,
              'kind', account.kind, 'siteId', account.site_id)
          `.execute(transaction);
          if (numAffectedRows !== BigInt(some.length)) throw new Overtaken();
        }
      });
      if (done && saved.length > 0)
        changed({ of: 'subjects', subjectIds: saved.map(({ was }) => was.id), roleSet: false });
      return done;
    },

    async disable({ id }, disabledAtMs) {
      const done = await database.transaction().execute(async (transaction) => {
        await endLink(transaction, id);
        const { numUpdatedRows } = await transaction
          .updateTable('account')
          .set({ disabledAt: instant(disabledAtMs) })
          .where('id', '=', id)
          .where('disabledAt', 'is', null)
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      });
      if (done) changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return done;
    },

    async enable({ id }) {
      const { numUpdatedRows } = await database
        .updateTable('account')
        .set({ disabledAt: null })
        .where('id', '=', id)
        .where('disabledAt', 'is not', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return true;
    },
  };
}

/** The columns that `save` changes. They must still have their earlier values, or the account was overtaken. */
const written = ({ fullName, email, language, kind, siteId }: Pick<Account, ChangeableField>) => ({
  fullName,
  email,
  language,
  kind,
  siteId,
});

/** False when the login is taken. */
export async function insertAccount(
  database: Database,
  { createdAtMs, disabledAtMs, ...account }: Account,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('account')
    .values({ ...account, createdAt: instant(createdAtMs), disabledAt: optionalInstant(disabledAtMs) })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Sets a password and ends the account's one-time link. False when there is no such account. */
export async function writePassword(
  transaction: Database,
  accountId: string,
  passwordHash: string | null,
  passwordGiven: boolean,
): Promise<boolean> {
  await endLink(transaction, accountId);
  const { numUpdatedRows } = await transaction
    .updateTable('account')
    .set({ passwordHash, passwordGiven })
    .where('id', '=', accountId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

const endLink = async (transaction: Database, accountId: string): Promise<void> => {
  await transaction.deleteFrom('oneTimeLink').where('accountId', '=', accountId).execute();
};

const toAccount = ({ createdAt, disabledAt, ...row }: Selectable<AccountTable>): Account => ({
  ...row,
  createdAtMs: createdAt,
  disabledAtMs: disabledAt,
});
