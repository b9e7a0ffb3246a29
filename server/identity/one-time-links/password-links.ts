import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import { networkOf } from '../../perimeter/client-address.ts';
import type { Account, AccountRepository } from '../accounts/account-repository.ts';
import type { Attempts } from '../attempts.ts';
import { type Caller, subjectId } from '../caller.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
import type { OneTimeLinkRepository } from './one-time-link-repository.ts';
import { hashSecret, newToken } from '../secrets/opaque-secrets.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** A link that sets the password of this account, for a letter. */
export interface IssuedPasswordLink {
  readonly account: Pick<Account, 'id' | 'login' | 'fullName' | 'language'> & { readonly email: string };
  readonly token: string;
  readonly expiresAtMs: number;
}

export interface PasswordLinksContext {
  readonly accounts: AccountRepository;
  readonly oneTimeLinks: OneTimeLinkRepository;
  readonly newPasswords: NewPasswords;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  /** Sends a link by mail; false where the letter cannot be delivered. Null where no mail is configured. */
  readonly mailPasswordLink: ((link: IssuedPasswordLink) => Promise<boolean>) | null;
  readonly passwordLinkTtlS: number;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Links by which people set the password of their account, once, so that nobody else knows it. */
export function createPasswordLinks(context: PasswordLinksContext) {
  const { accounts, oneTimeLinks, newPasswords, sessions, attempts, mailPasswordLink, logger, now } = context;

  /** @throws Failure `not-found` for a link that is unknown, used or expired */
  const linkOf = async (token: string) => {
    const link = await oneTimeLinks.find(hashSecret(token), now());
    if (link === undefined || link.accountId === null) throw new Failure('not-found', 'no such link');
    const account = await accounts.byId(link.accountId);
    if (account === undefined || account.disabledAtMs !== null)
      throw new Failure('not-found', 'no such link');
    return { account, expiresAtMs: link.expiresAtMs };
  };

  return {
    /**
     * Makes a link in place of an earlier one of the account; the old password remains until it is used. With
     * `mail`, the account's owner gets it, and the caller only if that fails.
     * @throws Failure `not-found` outside the caller's subtree; `conflict` for the own account, a disabled one, and
     *   for mail where none is configured or the account has no address
     */
    async issue(accountId: string, deliver: 'show' | 'mail', caller: Caller) {
      const account = caller.scope.require(await accounts.byId(accountId));
      if (accountId === subjectId(caller)) throw new Failure('conflict', 'change your own password yourself');
      if (account.disabledAtMs !== null) throw new Failure('conflict', 'the account is disabled');
      const { id, login, fullName, email, language } = account;
      const mail = deliver === 'mail' ? mailPasswordLink : null;
      if (deliver === 'mail' && (mail === null || email === null))
        throw new Failure('conflict', 'no mail is configured, or the account has no address');
      const token = newToken();
      const expiresAtMs = now() + 1_000 * context.passwordLinkTtlS;
      await oneTimeLinks.replace({ tokenHash: hashSecret(token), account, expiresAtMs });
      const mailed =
        mail !== null &&
        email !== null &&
        (await mail({ account: { id, login, fullName, email, language }, token, expiresAtMs }));
      logger.info({ accountId, by: subjectId(caller), mailed }, 'password link issued');
      return { token: mailed ? null : token, expiresAtMs };
    },

    /** @throws Failure `not-found`, `too-many-attempts` */
    async check(token: string, address: string) {
      const { account, expiresAtMs } = await attempts.guess(address, () => linkOf(token));
      return { login: account.login, fullName: account.fullName, expiresAtMs };
    },

    /**
     * Sets the password and ends all sessions of the account. Its second factor remains.
     * @throws Failure `not-found` for a link that is unknown, used or expired; `too-many-attempts`; `password-…`
     *   where the password is easily guessed, which leaves the link valid
     */
    async use({ token, password }: { readonly token: string; readonly password: string }, address: string) {
      const { account } = await attempts.guess(address, () => linkOf(token));
      const hash = await newPasswords.hash(password, account, networkOf(address));
      if (!(await oneTimeLinks.setPassword(hashSecret(token), hash, now())))
        throw new Failure('not-found', 'no such link');
      await sessions.revokeAllOf({ kind: 'account', id: account.id });
      logger.info({ accountId: account.id, address }, 'password set by its link');
      return { login: account.login };
    },
  };
}
