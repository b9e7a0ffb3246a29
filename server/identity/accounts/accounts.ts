import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import { Failure } from '../../../protocol/failure.ts';
import type {
  accountChange,
  AccountPosition,
  accountQuery,
  ListedAccount,
  newAccount,
} from '../../../protocol/rest/identity/accounts.ts';
import { pageOf } from '../../../protocol/rest/paging.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import type { Account, AccountRepository } from './account-repository.ts';
import { type Caller, requireMayClear, subjectId } from '../caller.ts';
import type { NewPasswords } from '../passwords/new-passwords.ts';
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

  /**
   * @throws Failure `not-found` for a site outside the caller's subtree, `invalid-request` for an account of the
   *   whole tree that is no administrator's
   */
  const requirePlace = async (wish: Pick<Account, 'kind' | 'siteId'>, { scope }: Caller): Promise<void> => {
    if (wish.siteId === null && wish.kind !== 'administrator') {
      throw new Failure('invalid-request', 'siteId: required for every account but an administrator');
    }
    scope.require(wish, 'no such site');
    if (wish.siteId !== null) scope.requireSite(await sites.byId(wish.siteId));
  };

  /** @throws Failure `not-found` for an account outside the caller's subtree */
  const within = async (accountId: string, { scope }: Caller): Promise<Covered<Account>> =>
    scope.require(await accounts.byId(accountId));

  /** Adds the code and the name of the unit, with the name of its parent. */
  const named = async (rows: readonly Account[]) => {
    const own = await sites.byIds([...new Set(rows.flatMap(({ siteId }) => siteId ?? []))]);
    const above = await sites.byIds([...new Set(own.flatMap(({ parentId }) => parentId ?? []))]);
    const byId = new Map([...own, ...above].map((site) => [site.id, site]));
    return rows.map((account) => {
      const site = byId.get(account.siteId ?? '');
      const siteName = site ? nameWithParent(site.name, byId.get(site.parentId ?? '')?.name) : '';
      return { ...account, siteCode: site?.code ?? '', siteName };
    });
  };

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
    async create(wish: z.output<typeof newAccount>, caller: Caller): Promise<Account> {
      await requirePlace(wish, caller);
      const { password, ...rest } = wish;
      const account: Account = {
        ...rest,
        id: uuid(),
        passwordHash: password === null ? null : await newPasswords.hash(password, wish, subjectId(caller)),
        passwordGiven: password !== null && passwordGiven,
        secondFactor: false,
        cleared: false,
        createdAtMs: now(),
        disabledAtMs: null,
      };
      if (!(await accounts.insert(caller.scope.require(account, 'no such site'))))
        throw new Failure('conflict', 'the login is taken');
      return account;
    },

    /**
     * Changes the given fields. An account cannot change its own kind and unit, so that an administrator remains.
     * @throws Failure `not-found` for an account or a site outside the caller's subtree; `conflict` for the kind or
     *   unit of the own account
     */
    async change(accountId: string, wish: z.output<typeof accountChange>, caller: Caller): Promise<Account> {
      const account = await within(accountId, caller);
      const becomes: Account = { ...account, ...wish };
      const moves = becomes.kind !== account.kind || becomes.siteId !== account.siteId;
      if (moves && accountId === subjectId(caller))
        throw new Failure('conflict', 'you cannot change the kind or unit of your own account');
      if (moves) await requirePlace(becomes, caller);
      if (!(await accounts.change(account, caller.scope.require(becomes)))) throw new Failure('not-found');
      return becomes;
    },

    /** A page of the accounts in the caller's subtree. @throws Failure `not-found` for a site outside it */
    async list(
      { siteId, kind, state, q, sort, cursor, limit }: z.output<typeof accountQuery>,
      { scope }: Caller,
    ) {
      if (siteId !== undefined && !scope.covers(siteId)) throw new Failure('not-found', 'no such site');
      const siteIds = siteId === undefined ? scope.siteIds : await sites.subtreeIds(siteId);
      const found = await accounts.list({
        ...(siteIds && { siteIds }),
        ...(kind && { kind }),
        ...(state && { state }),
        ...(q !== undefined && { folded: fold(q) }),
        ...(cursor && { after: cursor }),
        descending: sort === '-login',
        limit: limit + 1,
      });
      const { rows, nextCursor } = pageOf(found, limit, ({ login }): AccountPosition => [login]);
      return { rows: await named(rows), nextCursor };
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
     * Sets whether it may take part in classified sessions.
     * @throws Failure `not-found` outside the caller's subtree, `forbidden` (`requireMayClear`)
     */
    async setCleared(accountId: string, cleared: boolean, caller: Caller): Promise<void> {
      const account = await within(accountId, caller);
      if (cleared) requireMayClear(caller);
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
     * Lets a disabled account sign in again, with its old password.
     * @throws Failure `not-found` outside the caller's subtree; `conflict` where it is not disabled
     */
    async enable(accountId: string, caller: Caller): Promise<void> {
      if (!(await accounts.enable(await within(accountId, caller))))
        throw new Failure('conflict', 'the account is not disabled');
    },
  };
}

export const listedAccountView = ({
  siteName,
  ...account
}: Account & Pick<ListedAccount, 'siteName'>): ListedAccount => ({
  ...accountView(account),
  siteName,
});

export const accountView = ({
  id,
  login,
  fullName,
  email,
  language,
  kind,
  siteId,
  cleared,
  passwordHash,
  disabledAtMs,
}: Account): AccountView => ({
  id,
  login,
  fullName,
  email,
  language,
  kind,
  siteId,
  cleared,
  hasPassword: passwordHash !== null,
  disabled: disabledAtMs !== null,
});
