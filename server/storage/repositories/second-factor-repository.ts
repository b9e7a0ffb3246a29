import type { Selectable } from 'kysely';
import type {
  Passkey,
  SecondFactorRepository,
  Totp,
} from '../../identity/factors/second-factor-repository.ts';
import { instant, optionalInstant } from '../expressions.ts';
import type { Database, PasskeyTable, TotpTable } from '../schema.ts';

export function createSecondFactorRepository(database: Database): SecondFactorRepository {
  /**
   * Adds a factor, with the account locked against concurrent changes. Returns false, with nothing kept,
   * where `add` does, where the account does not exist, or where `firstWith` is given and it already has a
   * factor.
   */
  const adding = (
    accountId: string,
    firstWith: readonly string[] | null,
    add: (transaction: Database) => Promise<boolean>,
  ): Promise<boolean> =>
    database.transaction().execute(async (transaction) => {
      const account = await transaction
        .selectFrom('account')
        .select('secondFactor')
        .where('id', '=', accountId)
        .forUpdate()
        .executeTakeFirst();
      if (account === undefined || (firstWith !== null && account.secondFactor)) return false;
      if (!(await add(transaction))) return false;
      await transaction
        .updateTable('account')
        .set({ secondFactor: true })
        .where('id', '=', accountId)
        .execute();
      if (firstWith !== null) await keepCodes(transaction, accountId, firstWith);
      return true;
    });

  /** Removes a factor; with the last one also the recovery codes and the account's mark. */
  const removing = (
    accountId: string,
    remove: (transaction: Database) => Promise<boolean>,
  ): Promise<boolean> =>
    database.transaction().execute(async (transaction) => {
      await transaction.selectFrom('account').select('id').where('id', '=', accountId).forUpdate().execute();
      if (!(await remove(transaction))) return false;
      const [totp, passkey] = [
        await transaction.selectFrom('totp').select('accountId').where('accountId', '=', accountId).execute(),
        await transaction.selectFrom('passkey').select('id').where('accountId', '=', accountId).execute(),
      ];
      if (totp.length + passkey.length > 0) return true;
      await transaction.deleteFrom('recoveryCode').where('accountId', '=', accountId).execute();
      await transaction
        .updateTable('account')
        .set({ secondFactor: false })
        .where('id', '=', accountId)
        .execute();
      return true;
    });

  return {
    async of(accountId) {
      const [totp, passkeys, codes] = await Promise.all([
        database.selectFrom('totp').selectAll().where('accountId', '=', accountId).executeTakeFirst(),
        database
          .selectFrom('passkey')
          .selectAll()
          .where('accountId', '=', accountId)
          .orderBy('createdAt')
          .orderBy('id')
          .execute(),
        database
          .selectFrom('recoveryCode')
          .select('codeHash')
          .where('accountId', '=', accountId)
          .where('usedAt', 'is', null)
          .execute(),
      ]);
      return {
        totp: totp ? toTotp(totp) : null,
        passkeys: passkeys.map(toPasskey),
        recoveryCodesLeft: codes.length,
      };
    },

    addTotp: ({ createdAtMs, lastUsedAtMs, ...totp }, firstWith) =>
      adding(totp.accountId, firstWith, async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('totp')
          .values({ ...totp, createdAt: instant(createdAtMs), lastUsedAt: optionalInstant(lastUsedAtMs) })
          .onConflict((conflict) => conflict.column('accountId').doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),

    addPasskey: ({ createdAtMs, lastUsedAtMs, transports, ...passkey }, firstWith) =>
      adding(passkey.accountId, firstWith, async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('passkey')
          .values({
            ...passkey,
            transports: JSON.stringify(transports),
            createdAt: instant(createdAtMs),
            lastUsedAt: optionalInstant(lastUsedAtMs),
          })
          .onConflict((conflict) => conflict.column('credentialId').doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),

    removeTotp: (accountId) => removing(accountId, (transaction) => withoutTotp(transaction, accountId)),

    removePasskey: (accountId, passkeyId) =>
      removing(accountId, async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('passkey')
          .where('accountId', '=', accountId)
          .where('id', '=', passkeyId)
          .executeTakeFirst();
        return numDeletedRows === 1n;
      }),

    removeAll: (accountId) =>
      removing(accountId, async (transaction) => {
        const hadTotp = await withoutTotp(transaction, accountId);
        const { numDeletedRows } = await transaction
          .deleteFrom('passkey')
          .where('accountId', '=', accountId)
          .executeTakeFirst();
        return hadTotp || numDeletedRows > 0n;
      }),

    replaceRecoveryCodes: (accountId, hashes) =>
      database.transaction().execute((transaction) => keepCodes(transaction, accountId, hashes)),

    async takeStep(accountId, step, usedAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('totp')
        .set({ lastStep: step, lastUsedAt: instant(usedAtMs) })
        .where('accountId', '=', accountId)
        .where('lastStep', '<', step)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async takeCounter(passkeyId, counter, usedAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('passkey')
        .set({ counter, lastUsedAt: instant(usedAtMs) })
        .where('id', '=', passkeyId)
        .where(({ or, and, eb, val }) =>
          or([eb('counter', '<', counter), and([eb('counter', '=', 0), eb(val(counter), '=', 0)])]),
        )
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async takeRecoveryCode(accountId, hash, usedAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('recoveryCode')
        .set({ usedAt: instant(usedAtMs) })
        .where('accountId', '=', accountId)
        .where('codeHash', '=', hash)
        .where('usedAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

async function withoutTotp(transaction: Database, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('totp')
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

async function keepCodes(transaction: Database, accountId: string, hashes: readonly string[]): Promise<void> {
  await transaction.deleteFrom('recoveryCode').where('accountId', '=', accountId).execute();
  if (hashes.length === 0) return;
  await transaction
    .insertInto('recoveryCode')
    .values(hashes.map((codeHash) => ({ accountId, codeHash, usedAt: null })))
    .execute();
}

const toTotp = ({ createdAt, lastUsedAt, ...row }: Selectable<TotpTable>): Totp => ({
  ...row,
  createdAtMs: createdAt,
  lastUsedAtMs: lastUsedAt,
});

const toPasskey = ({ createdAt, lastUsedAt, ...row }: Selectable<PasskeyTable>): Passkey => ({
  ...row,
  createdAtMs: createdAt,
  lastUsedAtMs: lastUsedAt,
});
