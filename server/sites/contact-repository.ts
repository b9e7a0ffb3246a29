export type Contact = { readonly name: string; readonly phone: string };

export interface ContactRepository {
  /** In their order, by site; a site that has none is left out. */
  ofSites(siteIds: readonly string[]): Promise<ReadonlyMap<string, readonly Contact[]>>;
  /** In the place of all that the site had. */
  replace(siteId: string, contacts: readonly Contact[]): Promise<void>;
}
