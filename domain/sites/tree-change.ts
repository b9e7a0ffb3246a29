import type { SiteMoves } from './holdings.ts';
import type { CalendarDay, Site, SiteCorrection, SiteLevel, SiteLineage } from './tree.ts';

/** One import or one reform: everything in it happens, or nothing does. */
export type SiteTreeChange = {
  /** Levels that already exist (same id) are left as they are. */
  readonly levels?: readonly SiteLevel[];
  readonly closures?: readonly { readonly siteId: string; readonly validTo: CalendarDay }[];
  readonly corrections?: readonly SiteCorrection[];
  /** In any order: a site may precede its parent. */
  readonly sites?: readonly Site[];
  readonly lineage?: readonly SiteLineage[];
  /**
   * What sites have in use and hand over to others. No import moves anything: an office stays where it is
   * (decision 12).
   */
  readonly moves?: SiteMoves;
};
