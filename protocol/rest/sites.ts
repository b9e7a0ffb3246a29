import { z } from 'zod';
import { id } from '../ids.ts';
import { day, name, searchText } from './common.ts';
import { paged, pageQuery } from './paging.ts';
import { plainText } from '../text.ts';

export const site = z.strictObject({
  id,
  /** The official code; codes are reused across reforms. */
  code: z.string(),
  name: z.string(),
  levelId: z.string(),
  parentId: id.nullable(),
  /** First day on which the unit exists. */
  validFrom: day,
  /** First day on which it no longer exists; null while it stands. */
  validTo: day.nullable(),
});
export type SiteView = z.infer<typeof site>;

/** Two units may bear one name, so search shows the parent too. */
export const foundSite = site.extend({ parentName: z.string().nullable() });

export const level = z.strictObject({
  id: z.string(),
  rank: z.int(),
  nameVi: z.string(),
  nameEn: z.string(),
});

export const lineage = z.strictObject({
  kind: z.enum(['merged-into', 'split-from', 'renamed']),
  onDate: day,
  from: site,
  to: site,
});

export const siteParams = z.strictObject({ siteId: id });
/** The day whose tree is meant; today if left out. */
export const onDay = z.strictObject({ on: day.optional() });

/** Where in the name the text stands, the name, and whose it is. */
const sitePosition = z.tuple([z.int().min(1), z.string(), id]);
export type SitePosition = z.infer<typeof sitePosition>;
export const siteSearch = onDay.extend({
  q: searchText,
  ...pageQuery(sitePosition, { usually: 20, most: 100 }),
});

/** In one piece: a tree with missing parts is none. */
export const siteList = z.strictObject({ sites: z.array(site) });
export const foundSites = z.strictObject({ sites: z.array(foundSite), ...paged });
export const levelList = z.strictObject({ levels: z.array(level) });
export const siteDetail = z.strictObject({
  site,
  /** From the parent up to the root. */
  ancestors: z.array(site),
  /** What the unit came from and what it became. */
  lineage: z.array(lineage),
});

const siteCode = plainText.min(1).max(20);
const unit = z.strictObject({ code: siteCode, name });
/**
 * A published list of units. `districts`: district_code, district, commune_code, commune, which founds the tree, or, where
 * one stands, changes it to this. `mergers`: code, name, merged_from, which also ends the district level.
 */
export const siteImport = z.strictObject({
  format: z.enum(['districts', 'mergers']),
  /** Tab-separated, with its header line. */
  text: z.string().min(1).max(60_000),
  province: unit,
  /** First day on which the list holds. */
  validFrom: day,
  /** Units directly under the province that no list names; taken only when the tree is founded. */
  departments: z.array(unit).max(200).default([]),
  /** What became of units that the list leaves out: the gone unit's code and that of the unit it was merged into. */
  successors: z
    .array(z.strictObject({ goneCode: siteCode, code: siteCode }))
    .max(500)
    .default([]),
});
export type SiteImport = z.output<typeof siteImport>;
export const importReport = z.strictObject({
  created: z.int(),
  closed: z.int(),
  lineage: z.int(),
  /** Units that are gone without the list saying what they became. */
  unexplained: z.array(site),
});
export type ImportReport = z.infer<typeof importReport>;

/** Units that no longer stand, the latest first, with what became of each. */
export const endedSites = z.strictObject({
  sites: z.array(
    foundSite.extend({
      became: z.array(z.strictObject({ kind: lineage.shape.kind, onDate: day, to: foundSite })),
    }),
  ),
});
export type EndedSite = z.infer<typeof endedSites>['sites'][number];

/** How much a unit has in use, or gives to another. */
const heldCounts = z.strictObject({
  endpoints: z.int(),
  accounts: z.int(),
  /** That are not closed or cancelled. */
  meetings: z.int(),
  /** Of its rooms and accounts to such meetings, whosever they are. */
  invitations: z.int(),
  groups: z.int(),
  templates: z.int(),
  contacts: z.int(),
});
export type HeldCounts = z.infer<typeof heldCounts>;

/** Of what was told, as the check said it: it is done only as long as it would do the same. */
const digest = z.string().min(1).max(100);

/** Why a unit cannot end on that day. */
export const endRefusal = z.enum([
  /** It no longer stands. */
  'ended',
  /** The day is before its first. */
  'before-first-day',
  /** The unit above it ends earlier. */
  'outlives-parent',
  /** Units below it stand longer. */
  'has-subunits',
]);
export type EndRefusal = z.infer<typeof endRefusal>;
export const retirementQuery = z.strictObject({
  /** First day on which the unit no longer exists. */
  validTo: day,
});
export const retirementCheck = z.strictObject({
  refusal: endRefusal.nullable(),
  /** Units below it that stand longer. */
  subunits: z.int(),
  /** Stays with the unit. */
  holds: heldCounts,
  digest,
});
export type RetirementCheck = z.infer<typeof retirementCheck>;
export const retirement = retirementQuery.extend({ digest });

const merge = z.strictObject({ siteId: id, intoSiteId: id });
/** At once and all or none, such as what one import has made twice. */
export const siteMerges = z.strictObject({ merges: z.array(merge).min(1).max(500) });
export type SiteMerges = z.output<typeof siteMerges>;
export const confirmedMerges = siteMerges.extend({ digest });

/** Why a unit cannot go into another. */
export const mergeRefusal = z.enum([
  /** It no longer stands. */
  'ended',
  'has-subunits',
  'itself',
  /** It is to go into two units. */
  'twice',
  /** The other one no longer stands, or is to end itself. */
  'target-ended',
  'target-not-begun',
  'other-level',
  /** One of its meetings is live, or somebody of it is invited to one that is: a conference knows its rooms by their units. */
  'live',
]);
export type MergeRefusal = z.infer<typeof mergeRefusal>;
export const mergeReport = z.strictObject({
  merges: z.array(
    merge.extend({
      code: z.string(),
      /** With the parent's. */
      name: z.string(),
      intoCode: z.string(),
      intoName: z.string(),
      refusal: mergeRefusal.nullable(),
    }),
  ),
  /** Goes along; what is over stays with the unit of its day. */
  moves: heldCounts.extend({
    /** Rooms, groups and templates whose names are taken there, and which bear their unit's code from then on. */
    renamed: z.int(),
    /** People for whom there is no place; they stay with the unit that ends. */
    contactsLeft: z.int(),
  }),
});
export type MergeReport = z.infer<typeof mergeReport>;
export const mergeCheck = mergeReport.extend({ digest });
export type MergeCheck = z.infer<typeof mergeCheck>;
