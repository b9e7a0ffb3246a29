import type { Caller, DeviceCaller } from '../identity/caller.ts';
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
    /**
     * The contacts that a room calls for help: those of the nearest unit above its own, since its unit's own
     * contacts are the people in the room. A room without a unit above it gets those of its own unit.
     */
    async ofRoom({ endpoint }: DeviceCaller): Promise<readonly Contact[]> {
      const above = (await sites.ancestors(endpoint.siteId)).map(({ id }) => id);
      const asked = above.length > 0 ? above : [endpoint.siteId];
      const known = await contacts.ofSites(asked);
      return asked.map((id) => known.get(id) ?? []).find(({ length }) => length > 0) ?? [];
    },
    async set(siteId: string, given: readonly Contact[], caller: Caller): Promise<readonly Contact[]> {
      const { id } = await within(siteId, caller);
      await contacts.replace([caller.scope.require({ siteId: id, becomes: given })]);
      return list(siteId, caller);
    },
  };
}
