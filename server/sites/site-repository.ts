import type { SitePosition } from '../../protocol/rest/sites.ts';
import type { Covered } from '../identity/scope.ts';
import type { SiteHoldings } from '../../domain/sites/holdings.ts';
import type { CalendarDay, Site, SiteLevel, SiteLineage, SiteTreeChange } from '../../domain/sites/tree.ts';

export type {
  CalendarDay,
  Site,
  SiteLevel,
  SiteLineage,
  SiteLineageKind,
  SiteTreeChange,
} from '../../domain/sites/tree.ts';

export interface SiteRepository {
  /**
   * Does nothing and says false when what is to be corrected or moved is no longer what it was, or what is new is there by now.
   * A site whose things move gives all that it has in use, or nothing is done.
   */
  apply(change: Covered<SiteTreeChange>): Promise<boolean>;
  /** Of all days, by code and first day. */
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
  /** The site itself and everything below it, valid or not. */
  subtreeIds(siteId: string): Promise<readonly string[]>;
  /** From the parent up to the root. */
  ancestors(siteId: string): Promise<readonly Site[]>;
  /** Lineage entries that name the site on either end. */
  lineageOf(siteId: string): Promise<readonly SiteLineage[]>;
  /** Lineage entries that say what became of sites. */
  successorsOf(siteIds: readonly string[]): Promise<readonly SiteLineage[]>;
  /** What each of these sites has in use. */
  holdings(siteIds: readonly string[]): Promise<(siteId: string) => SiteHoldings>;
}
