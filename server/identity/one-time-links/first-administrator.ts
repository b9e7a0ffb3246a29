import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { Failure } from '../../../protocol/failure.ts';
import type { firstAdministrator } from '../../../protocol/rest/identity/one-time-links.ts';
import { networkOf } from '../../perimeter/client-address.ts';
import type { Account, AccountRepository } from '../accounts/account-repository.ts';
import type { Attempts } from '../attempts.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
import type { OneTimeLinkRepository } from './one-time-link-repository.ts';
import { hashSecret, newToken } from '../secrets/opaque-secrets.ts';
import { serverScope } from '../scope.ts';

export interface FirstAdministratorContext {
  readonly accounts: AccountRepository;
  readonly oneTimeLinks: OneTimeLinkRepository;
  readonly newPasswords: NewPasswords;
  readonly attempts: Attempts;
  /** Whether the owner must change a password that another person has set. */
  readonly givenPasswords: 'change' | 'keep';
  readonly firstAdministratorLinkTtlS: number;
  readonly logger: Logger;
  readonly now: () => number;
}

/** How an installation without an administrator gets one. */
export function createFirstAdministrator(context: FirstAdministratorContext) {
  const { accounts, oneTimeLinks, newPasswords, attempts, logger, now } = context;

  type Wish = Pick<Account, 'login' | 'fullName'> & { readonly password: string };
  const accountOf = async (
    { login, fullName, password }: Wish,
    passwordGiven: boolean,
    by: string,
  ): Promise<Account> => {
    const owner = { login, fullName, email: null, siteId: null };
    return {
      ...owner,
      id: uuid(),
      passwordHash: await newPasswords.hash(password, owner, by),
      passwordGiven,
      kind: 'administrator',
      secondFactor: false,
      language: 'vi',
      cleared: false,
      createdAtMs: now(),
      disabledAtMs: null,
    };
  };

  /** @throws Failure `not-found` for a link that is unknown, used or expired */
  const linkOf = async (token: string): Promise<{ readonly expiresAtMs: number }> => {
    const link = await oneTimeLinks.find(hashSecret(token), now());
    if (link?.accountId !== null) throw new Failure('not-found', 'no such link');
    return link;
  };

  return {
    /**
     * Creates the account of the configuration where the login is free, and does not change an existing account.
     * @throws Failure `password-…` where the password is easily guessed
     */
    async ensure({ login, password }: Omit<Wish, 'fullName'>): Promise<Account> {
      const existing = await accounts.byLogin(login);
      if (existing) return existing;
      const passwordGiven = context.givenPasswords === 'change';
      const account = await accountOf({ login, fullName: login, password }, passwordGiven, 'the server');
      if (await accounts.insert(serverScope.require(account))) return account;
      // Another server has created it at the same moment.
      const made = await accounts.byLogin(login);
      if (!made) throw new Failure('conflict', 'the login is taken');
      return made;
    },

    /**
     * Makes the link by which a person creates the first administrator, in place of an earlier one. Undefined,
     * and no link is valid any more, where an account in use has the whole tree.
     */
    async offer(): Promise<{ readonly token: string; readonly expiresAtMs: number } | undefined> {
      if (await accounts.hasAdministrator()) {
        await oneTimeLinks.endFirst();
        return undefined;
      }
      const token = newToken();
      const expiresAtMs = now() + 1_000 * context.firstAdministratorLinkTtlS;
      await oneTimeLinks.replace({ tokenHash: hashSecret(token), account: null, expiresAtMs });
      return { token, expiresAtMs };
    },

    /** @throws Failure `not-found`, `too-many-attempts` */
    check: (token: string, address: string) => attempts.guess(address, () => linkOf(token)),

    /**
     * @throws Failure `not-found` for a link that is unknown, used or expired; `conflict` for a login that is
     *   taken and `password-…` where the password is easily guessed, both of which leave the link valid
     */
    async create({ token, ...wish }: z.output<typeof firstAdministrator>, address: string): Promise<Account> {
      await attempts.guess(address, () => linkOf(token));
      const account = await accountOf(wish, false, networkOf(address));
      const outcome = await oneTimeLinks.createFirst(hashSecret(token), serverScope.require(account), now());
      if (outcome === 'no-link') throw new Failure('not-found', 'no such link');
      if (outcome === 'login-taken') throw new Failure('conflict', 'the login is taken');
      logger.info({ accountId: account.id, address }, 'first administrator created by its link');
      return account;
    },
  };
}
