import { v7 as uuid } from 'uuid';
import type { AccountCaller } from '../../server/identity/caller.ts';
import { type Covered, serverScope } from '../../server/identity/scope.ts';
import type { SiteTreeChange } from '../../server/sites/site-repository.ts';

/** What a test writes past the use cases, without anybody's scope. */
export const covered = <T extends { readonly siteId: string | null }>(written: T): Covered<T> =>
  serverScope.require(written);

export const coveredTree = (change: SiteTreeChange): Covered<SiteTreeChange> =>
  serverScope.requireTree(change, (siteId) => siteId);

/** For use cases that a test calls by itself: an administrator of the whole tree who is in no database. */
export const nobody: AccountCaller = {
  kind: 'account',
  account: {
    id: uuid(),
    login: 'kiemthu',
    passwordHash: '',
    fullName: 'Kiểm thử',
    email: null,
    kind: 'administrator',
    siteId: null,
    createdAtMs: 0,
    disabledAtMs: null,
  },
  sessionId: uuid(),
  scope: serverScope,
};
