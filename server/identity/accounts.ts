import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { fold } from '../../domain/sites/fold.ts';
import { Failure } from '../../protocol/failure.ts';
import type { AccountPosition, accountQuery, newAccount } from '../../protocol/rest/accounts.ts';
import { pageOf } from '../../protocol/rest/paging.ts';
import type { AccountView } from '../../protocol/rest/session.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Account, AccountRepository } from './account-repository.ts';
import { scopeOf } from './authorize.ts';
import type { NewPasswords } from './new-passwords.ts';
import type { Sessions } from './sessions.ts';

export interface AccountsContext {
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly sessions: Sessions;
  readonly newPasswords: NewPasswords;
  /** Whether the owner must change a password that somebody else has set. */
  readonly givenPasswords: 'change' | 'keep';
  /** The account is disabled or its sessions are ended: what is open of it is to be cut. */
  readonly onAccountCut: (accountId: string) => void;
  readonly now: () => number;
}

export function createAccounts(context: AccountsContext) {
  const { accounts, sites, sessions, newPasswords, onAccountCut, now } = context;
  const passwordGiven = context.givenPasswords === 'change';

  const create = async (wish: z.output<typeof newAccount>): Promise<Account> => {
    if (wish.siteId === null && wish.kind !== 'administrator') {
      throw new Failure('invalid-request', 'only an administrator has no site');
    }
    if (wish.siteId !== null && (await sites.byId(wish.siteId)) === undefined) {
      throw new Failure('not-found', 'no such site');
    }
    const { password, ...rest } = wish;
    const account: Account = {
      ...rest,
      id: uuid(),
      passwordHash: await newPasswords.hash(password, wish),
      passwordGiven,
      secondFactor: false,
      createdAtMs: now(),
      disabledAtMs: null,
    };
    if (!(await accounts.insert(account))) throw new Failure('conflict', 'the login is taken');
    return account;
  };

  const cut = async (accountId: string): Promise<void> => {
    await sessions.revokeAllOf({ kind: 'account', id: accountId });
    onAccountCut(accountId);
  };

  return {
    create,

    /** A page of those in the caller's subtree. @throws Failure `not-found` for a site outside it */
    async list({ siteId, kind, q, sort, cursor, limit }: z.output<typeof accountQuery>, caller: Account) {
      const scope = await scopeOf(caller, sites);
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

    /** @throws Failure `not-found`, and where the password is easily guessed */
    async setPassword(accountId: string, password: string): Promise<void> {
      const account = await accounts.byId(accountId);
      if (account === undefined) throw new Failure('not-found');
      await accounts.setPassword(accountId, await newPasswords.hash(password, account), passwordGiven);
      await cut(accountId);
    },

    /** Where its letters of invitation go; null sends none. @throws Failure `not-found` */
    async setEmail(accountId: string, email: string | null): Promise<void> {
      if (!(await accounts.setEmail(accountId, email))) throw new Failure('not-found');
    },

    /** @throws Failure `not-found`; `conflict` for the caller's own account, so that an administrator is always left */
    async disable(accountId: string, caller: Account): Promise<void> {
      if (accountId === caller.id) throw new Failure('conflict', 'nobody disables himself');
      if (!(await accounts.disable(accountId, now()))) throw new Failure('not-found');
      await cut(accountId);
    },

    /** The first administrator of an installation: made where the login is free, left as it is where not. */
    async ensureAdministrator({
      login,
      password,
    }: {
      readonly login: string;
      readonly password: string;
    }): Promise<Account> {
      const standing = await accounts.byLogin(login);
      return (
        standing ??
        create({ login, password, fullName: login, email: null, kind: 'administrator', siteId: null })
      );
    },

    /** Whether nobody can sign in yet. */
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
  disabledAtMs,
}: Account): AccountView => ({
  id,
  login,
  fullName,
  email,
  kind,
  siteId,
  disabled: disabledAtMs !== null,
});
