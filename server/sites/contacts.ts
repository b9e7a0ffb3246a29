import { Failure } from '../../protocol/failure.ts';
import type { Account } from '../identity/account-repository.ts';
import { scopeOf } from '../identity/authorize.ts';
import type { Contact, ContactRepository } from './contact-repository.ts';
import type { SiteRepository } from './site-repository.ts';

export type ContactsService = ReturnType<typeof createContacts>;

/** Whom to telephone at the units of a caller's subtree; every other unit is `not-found`. */
export function createContacts({
  contacts,
  sites,
}: {
  readonly contacts: ContactRepository;
  readonly sites: SiteRepository;
}) {
  const requireInScope = async (siteId: string, account: Account): Promise<void> => {
    const scope = await scopeOf(account, sites);
    if (!scope.covers(siteId) || (await sites.byId(siteId)) === undefined) {
      throw new Failure('not-found', 'no such site');
    }
  };
  const list = async (siteId: string, account: Account): Promise<readonly Contact[]> => {
    await requireInScope(siteId, account);
    return (await contacts.ofSites([siteId])).get(siteId) ?? [];
  };
  return {
    list,
    async set(siteId: string, given: readonly Contact[], account: Account): Promise<readonly Contact[]> {
      await requireInScope(siteId, account);
      await contacts.replace(new Map([[siteId, given]]));
      return list(siteId, account);
    },
  };
}
