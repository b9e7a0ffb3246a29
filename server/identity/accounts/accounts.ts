import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { AccountPosition, accountQuery, newAccount } from '../../../protocol/rest/identity/accounts.ts';
import { pageOf } from '../../../protocol/rest/paging.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { Account, AccountRepository } from './account-repository.ts';
import { type Caller, subjectId } from '../caller.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
import { type Scope, serverScope } from '../scope.ts';
import type { Covered } from '../covered.ts';
import type { Sessions } from '../sessions/sessions.ts';

export interface AccountsContext {
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly sessions: Sessions;
  readonly newPasswords: NewPasswords;
  /** Whether the owner must change a password that another person has set. */
  readonly givenPasswords: 'change' | 'keep';
  readonly now: () => number;
}

export function createAccounts(context: AccountsContext) {
  const { accounts, sites, sessions, newPasswords, now } = context;
  const passwordGiven = context.givenPasswords === 'change';

  const make = async (wish: z.output<typeof newAccount>, scope: Scope, by: string): Promise<Account> => {
    if (wish.siteId === null && wish.kind !== 'administrator') {
      throw new Failure('invalid-request', 'siteId: required for every account but an administrator');
    }
    scope.require(wish, 'no such site');
    if (wish.siteId !== null) scope.requireSite(await sites.byId(wish.siteId));
    const { password, ...rest } = wish;
    const account: Account = {
      ...rest,
      id: uuid(),
      passwordHash: await newPasswords.hash(password, wish, by),
      passwordGiven,
      secondFactor: false,
      cleared: false,
      createdAtMs: now(),
      disabledAtMs: null,
    };
    if (!(await accounts.insert(scope.require(account, 'no such site'))))
      throw new Failure('conflict', 'the login is taken');
    return account;
  };

  /** @throws Failure `not-found` for an account outside the caller's subtree */
  const within = async (accountId: string, { scope }: Caller): Promise<Covered<Account>> =>
    scope.require(await accounts.byId(accountId));

  const cut = async (accountId: string): Promise<void> => {
    await sessions.revokeAllOf({ kind: 'account', id: accountId });
  };

  return {
    /**
     * Creates an account in the caller's own subtree. Only a caller with the whole tree can create an
     * account with the whole tree.
     * @throws Failure `not-found` for a site outside the subtree, `conflict` for a
     *   login that is taken anywhere
     */
    create: (wish: z.output<typeof newAccount>, caller: Caller): Promise<Account> =>
      make(wish, caller.scope, subjectId(caller)),

    /** A page of the accounts in the caller's subtree. @throws Failure `not-found` for a site outside it */
    async list({ siteId, kind, q, sort, cursor, limit }: z.output<typeof accountQuery>, { scope }: Caller) {
      if (siteId !== undefined && !scope.covers(siteId)) throw new Failure('not-found', 'no such site');
      const siteIds = siteId === undefined ? scope.siteIds : await sites.subtreeIds(siteId);
      const found = await accounts.list({
        ...(siteIds && { siteIds }),
        ...(kind && { kind }),
        ...(q !== undefined && { folded: fold(q) }),
        ...(cursor && { after: cursor }),
        descending: sort === '-login',
        limit: limit + 1,
      });
      return pageOf(found, limit, ({ login }): AccountPosition => [login]);
    },

    /**
     * @throws Failure `not-found` outside the caller's subtree; `password-…` where the
     *   password is easily guessed
     */
    async setPassword(accountId: string, password: string, caller: Caller): Promise<void> {
      const account = await within(accountId, caller);
      const hash = await newPasswords.hash(password, account, subjectId(caller));
      if (!(await accounts.setPassword(account, hash, passwordGiven))) throw new Failure('not-found');
      await cut(accountId);
    },

    /**
     * Sets the address for letters of invitation; null for none.
     * @throws Failure `not-found` outside the caller's subtree
     */
    async setEmail(accountId: string, email: string | null, caller: Caller): Promise<void> {
      if (!(await accounts.setEmail(await within(accountId, caller), email))) throw new Failure('not-found');
    },

    /**
     * Sets whether it may take part in classified sessions.
     * @throws Failure `not-found` outside the caller's subtree
     */
    async setCleared(accountId: string, cleared: boolean, caller: Caller): Promise<void> {
      const account = await within(accountId, caller);
      if (!(await accounts.setCleared(account, cleared))) throw new Failure('not-found');
    },

    /**
     * @throws Failure `not-found` outside the caller's subtree; `conflict` for the caller's own account, so
     *   that at least one administrator remains
     */
    async disable(accountId: string, caller: Caller): Promise<void> {
      if (accountId === subjectId(caller))
        throw new Failure('conflict', 'you cannot disable your own account');
      if (!(await accounts.disable(await within(accountId, caller), now()))) throw new Failure('not-found');
      await cut(accountId);
    },

    /**
     * Returns the first administrator of an installation: creates it where the login is free, and does not
     * change an existing account.
     */
    async ensureAdministrator({
      login,
      password,
    }: {
      readonly login: string;
      readonly password: string;
    }): Promise<Account> {
      const first = {
        login,
        password,
        fullName: login,
        email: null,
        kind: 'administrator',
        siteId: null,
      } as const;
      return (await accounts.byLogin(login)) ?? make(first, serverScope, 'the server');
    },

    /** Whether no account exists yet. */
    isEmpty: async (): Promise<boolean> => (await accounts.list({ limit: 1 })).length === 0,
  };
}

export const accountView = ({
  id,
  login,
  fullName,
  email,
  kind,
  siteId,
  cleared,
  disabledAtMs,
}: Account): AccountView => ({
  id,
  login,
  fullName,
  email,
  kind,
  siteId,
  cleared,
  disabled: disabledAtMs !== null,
});
