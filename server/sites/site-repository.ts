import type { SitePosition } from '../../protocol/rest/sites/sites.ts';
import type { Covered } from '../identity/covered.ts';
import type { SiteHoldings } from '../../domain/sites/holdings.ts';
import type { CalendarDay, Site, SiteLevel, SiteLineage } from '../../domain/sites/tree.ts';
import type { SiteTreeChange } from '../../domain/sites/tree-change.ts';

export type { CalendarDay, Site, SiteLevel, SiteLineage, SiteLineageKind } from '../../domain/sites/tree.ts';
export type { SiteTreeChange } from '../../domain/sites/tree-change.ts';

export interface SiteRepository {
  /**
   * Returns false and does nothing if a site to correct or move has changed meanwhile, or if a new one exists
   * already. A site whose holdings move must hand over everything that it has in use; otherwise nothing is
   * done.
   */
  apply(change: Covered<SiteTreeChange>): Promise<boolean>;
  /** Sites of all days, by code and first day. */
  all(): Promise<readonly Site[]>;
  levels(): Promise<readonly SiteLevel[]>;
  byId(siteId: string): Promise<Site | undefined>;
  byIds(siteIds: readonly string[]): Promise<readonly Site[]>;
  /** Direct children that are valid on the day, by name. */
  children(siteId: string, on: CalendarDay): Promise<readonly Site[]>;
  /** All sites valid on the day, from the top level down, by name within a level. */
  validOn(on: CalendarDay): Promise<readonly Site[]>;
  /** Sites valid on the day whose folded name holds `folded`; earliest occurrence first. */
  search(folded: string, on: CalendarDay, limit: number, after?: SitePosition): Promise<readonly Site[]>;
  /** The site itself and all sites below it, valid or not. */
  subtreeIds(siteId: string): Promise<readonly string[]>;
  /** From the parent up to the root. */
  ancestors(siteId: string): Promise<readonly Site[]>;
  /** Lineage entries that name the site as predecessor or as successor. */
  lineageOf(siteId: string): Promise<readonly SiteLineage[]>;
  /** Lineage entries that tell which sites succeeded these. */
  successorsOf(siteIds: readonly string[]): Promise<readonly SiteLineage[]>;
  /** What each of these sites has in use. */
  holdings(siteIds: readonly string[]): Promise<(siteId: string) => SiteHoldings>;
}
