import type { Caller } from '../identity/caller.ts';
import type { Covered } from '../identity/covered.ts';
import type { Contact, ContactRepository } from './contact-repository.ts';
import type { Site, SiteRepository } from './site-repository.ts';

export type ContactsService = ReturnType<typeof createContacts>;

/** The people to telephone at the units of a caller's subtree; for other units throws `not-found`. */
export function createContacts({
  contacts,
  sites,
}: {
  readonly contacts: ContactRepository;
  readonly sites: SiteRepository;
}) {
  /** @throws Failure `not-found` outside the caller's subtree */
  const within = async (siteId: string, { scope }: Caller): Promise<Covered<Site>> =>
    scope.requireSite(await sites.byId(siteId));

  const list = async (siteId: string, caller: Caller): Promise<readonly Contact[]> => {
    const { id } = await within(siteId, caller);
    return (await contacts.ofSites([id])).get(id) ?? [];
  };

  return {
    list,
    async set(siteId: string, given: readonly Contact[], caller: Caller): Promise<readonly Contact[]> {
      const { id } = await within(siteId, caller);
      await contacts.replace([caller.scope.require({ siteId: id, becomes: given })]);
      return list(siteId, caller);
    },
  };
}
