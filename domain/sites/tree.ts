/** A kind of unit in the administrative tree. Levels are data: a reform may add or drop one. */
export type SiteLevel = {
  readonly id: string;
  /** 0 is the top of the tree. */
  readonly rank: number;
  readonly nameVi: string;
  readonly nameEn: string;
};

/** A calendar day as `YYYY-MM-DD`. Administrative units change on days, not at instants. */
export type CalendarDay = string;

export type Site = {
  readonly id: string;
  /** The official code. Codes are reused across reforms, so only (code, validFrom) is unique. */
  readonly code: string;
  readonly name: string;
  /** The name folded for search. */
  readonly folded: string;
  readonly levelId: string;
  readonly parentId: string | null;
  /** First day on which the unit exists. */
  readonly validFrom: CalendarDay;
  /** First day on which it no longer exists; null while it exists. */
  readonly validTo: CalendarDay | null;
};

export type SiteLineageKind = 'merged-into' | 'split-from' | 'renamed';

export type SiteLineage = {
  readonly fromSiteId: string;
  readonly toSiteId: string;
  readonly kind: SiteLineageKind;
  readonly onDate: CalendarDay;
};

/** A site as it should have been written from the start; code and first day stay. */
export type SiteCorrection = { readonly was: Site; readonly becomes: Site };
