import type { Covered } from '../identity/covered.ts';

export type Contact = { readonly name: string; readonly phone: string };

/** The people to telephone at one site; replaces all earlier contacts of the site. */
export type SiteContactsChange = {
  readonly siteId: string;
  readonly becomes: readonly Contact[];
  /** The contacts that the site must have before the change; left out if that does not matter. */
  readonly was?: readonly Contact[];
};

export interface ContactRepository {
  /** In their stored order, by site id; sites without contacts are left out. */
  ofSites(siteIds: readonly string[]): Promise<ReadonlyMap<string, readonly Contact[]>>;
  /**
   * All sites or none. Returns false and changes nothing if a site's contacts are no longer as `was` says.
   */
  replace(sites: readonly Covered<SiteContactsChange>[]): Promise<boolean>;
}
