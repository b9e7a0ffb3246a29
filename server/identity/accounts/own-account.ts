import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import type { Language } from '../../../protocol/language.ts';
import type { OwnSessionView } from '../../../protocol/rest/identity/session.ts';
import type { Account, AccountRepository } from './account-repository.ts';
import type { Attempts } from '../attempts.ts';
import type { AccountCaller, OwnCaller } from '../caller.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { ownAccount } from '../caller.ts';
import type { Sessions } from '../sessions/sessions.ts';

export interface OwnAccountContext {
  readonly accounts: AccountRepository;
  readonly passwords: Passwords;
  readonly newPasswords: NewPasswords;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly logger: Logger;
}

/** What people do with their own account. */
export function createOwnAccount(context: OwnAccountContext) {
  const { accounts, passwords, newPasswords, sessions, attempts, logger } = context;

  const matches = async ({ id, passwordHash }: Account, password: string): Promise<boolean> =>
    passwordHash !== null && passwords.verify(passwordHash, password, id);

  /** @throws Failure `wrong-password`, `too-many-attempts` */
  const prove = ({ account }: OwnCaller, password: string, address: string): Promise<void> => {
    const attempt = async (): Promise<void> => {
      if (await matches(account, password)) return;
      logger.info({ accountId: account.id, address }, 'wrong own password');
      throw new Failure('wrong-password');
    };
    return attempts.guard({ address }, `own password ${account.id}`, attempt, () => ({
      accountId: account.id,
    }));
  };

  return {
    /**
     * Allows critical changes in this session for a while.
     * @throws Failure `wrong-password`, `too-many-attempts`
     */
    async confirm(caller: OwnCaller, password: string, address: string): Promise<void> {
      await prove(caller, password, address);
      await sessions.noteConfirmed(caller.sessionId);
    },

    /**
     * Changes the own password and ends all other sessions of the account.
     * @throws Failure `wrong-password`, `too-many-attempts`, `password-unchanged`, and `password-…` where
     *   the new one is easily guessed
     */
    async changePassword(
      caller: OwnCaller,
      { current, password }: { readonly current: string; readonly password: string },
      address: string,
    ): Promise<void> {
      const { account, sessionId } = caller;
      await prove(caller, current, address);
      if (await matches(account, password)) throw new Failure('password-unchanged');
      const hash = await newPasswords.hash(password, account, account.id);
      await accounts.setPassword(ownAccount(caller), hash, false);
      await sessions.revokeAllOf({ kind: 'account', id: account.id }, sessionId);
      logger.info({ accountId: account.id, address }, 'password changed');
    },

    /** Of the letters to the account. @throws Failure `not-found` for an account that is gone */
    async changeLanguage(caller: AccountCaller, language: Language): Promise<Account> {
      if (!(await accounts.setLanguage(ownAccount(caller), language))) throw new Failure('not-found');
      return { ...caller.account, language };
    },

    /** The sessions of the account, the last used first. */
    async sessions({ account, sessionId }: AccountCaller): Promise<OwnSessionView[]> {
      const found = await sessions.listOf(account.id);
      return found.map(({ id, browser, address, issuedAtMs, lastUsedAtMs }) => ({
        id,
        browser,
        address,
        sinceMs: issuedAtMs,
        lastUsedAtMs,
        isCurrent: id === sessionId,
      }));
    },

    /** @throws Failure `not-found` */
    endSession: ({ account }: AccountCaller, sessionId: string): Promise<void> =>
      sessions.endOf(account.id, sessionId),

    /** Ends all sessions except the caller's. @returns how many */
    endOtherSessions: ({ account, sessionId }: AccountCaller): Promise<number> =>
      sessions.revokeAllOf({ kind: 'account', id: account.id }, sessionId),
  };
}
