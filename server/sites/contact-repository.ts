import type { Covered } from '../identity/scope.ts';

export type Contact = { readonly name: string; readonly phone: string };

/** Whom to telephone at one site, in the place of all that it had. */
export type SiteContacts = {
  readonly siteId: string;
  readonly becomes: readonly Contact[];
  /** Whom it must have had; left out where that does not matter. */
  readonly was?: readonly Contact[];
};

export interface ContactRepository {
  /** In their order, by site; a site that has none is left out. */
  ofSites(siteIds: readonly string[]): Promise<ReadonlyMap<string, readonly Contact[]>>;
  /** Of several sites all or none. Does nothing and says false when one has others by now than it must have had. */
  replace(sites: readonly Covered<SiteContacts>[]): Promise<boolean>;
}
