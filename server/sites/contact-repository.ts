export type Contact = { readonly name: string; readonly phone: string };

export interface ContactRepository {
  /** In their order, by site; a site that has none is left out. */
  ofSites(siteIds: readonly string[]): Promise<ReadonlyMap<string, readonly Contact[]>>;
  /**
   * By site, in the place of all that it had; of several sites all or none. Does nothing and says false when a site that
   * `was` names has others by now.
   */
  replace(
    bySite: ReadonlyMap<string, readonly Contact[]>,
    was?: ReadonlyMap<string, readonly Contact[]>,
  ): Promise<boolean>;
}
