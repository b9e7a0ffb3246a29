import { z } from 'zod';
import { id } from '../../ids.ts';
import { day, name, searchText } from '../common.ts';
import { paged, pageQuery } from '../paging.ts';
import { plainText } from '../../text.ts';

export const site = z.strictObject({
  id,
  /** The official code; codes are reused across reforms. */
  code: z.string(),
  name: z.string(),
  levelId: z.string(),
  parentId: id.nullable(),
  /** First day on which the unit exists. */
  validFrom: day,
  /** First day on which it no longer exists; null while it exists. */
  validTo: day.nullable(),
});
export type SiteView = z.infer<typeof site>;

/** Two units may have the same name, so search also shows the parent. */
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
/** The day of the tree; today if left out. */
export const onDay = z.strictObject({ on: day.optional() });

/** The position of the text in the name, the name, and the id of its unit. */
const sitePosition = z.tuple([z.int().min(1), z.string(), id]);
export type SitePosition = z.infer<typeof sitePosition>;
export const siteSearch = onDay.extend({
  q: searchText,
  ...pageQuery(sitePosition, { usually: 20, most: 100 }),
});

/** In one piece: a tree with missing parts is not a tree. */
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
 * A published list of units. `districts` has the columns district_code, district, commune_code, commune; it
 * founds the tree, or changes an existing tree into this one. `mergers` has the columns code, name,
 * merged_from; it also ends the district level.
 */
export const siteImport = z.strictObject({
  format: z.enum(['districts', 'mergers']),
  /** Tab-separated, with its header line. */
  text: z.string().min(1).max(60_000),
  province: unit,
  /** First day on which the list holds. */
  validFrom: day,
  /** Units directly under the province that no list names; used only when the tree is founded. */
  departments: z.array(unit).max(200).default([]),
  /**
   * What became of units that the list leaves out: the code of the unit that is gone, and that of the unit it
   * was merged into.
   */
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
  /** Units that are gone, and for which the list names no successor. */
  unexplained: z.array(site),
});
export type ImportReport = z.infer<typeof importReport>;

/** A unit that is created by hand; `validFrom` is today if left out. */
export const newSite = z.strictObject({
  code: siteCode,
  name,
  levelId: z.string().min(1).max(40),
  /** Null for the top of the tree. */
  parentId: id.nullable(),
  validFrom: day.optional(),
});
export type NewSite = z.output<typeof newSite>;

/**
 * Corrects the name, or moves the unit with everything below it to another parent. Fields that are left out
 * stay as they are.
 */
export const siteChange = z
  .strictObject({ name, parentId: id })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export type SiteChange = z.output<typeof siteChange>;

/** Why a unit cannot be created or changed like that; the `detail` of the `conflict`. */
export const unitRefusal = z.enum([
  'unknown-level',
  'ended',
  /** A unit that exists has this code. */
  'code-taken',
  /** A unit of this level below the same parent has this name. */
  'namesake',
  /** Only units of the top level have no parent. */
  'no-parent',
  'parent-ended',
  'below-itself',
  'level-not-below',
  /** The parent ends earlier. */
  'outlives-parent',
]);
export type UnitRefusal = z.infer<typeof unitRefusal>;

/** Units that no longer exist, the latest first, with what became of each. */
export const endedSites = z.strictObject({
  sites: z.array(
    foundSite.extend({
      became: z.array(z.strictObject({ kind: lineage.shape.kind, onDate: day, to: foundSite })),
    }),
  ),
});
export type EndedSite = z.infer<typeof endedSites>['sites'][number];

/** How much a unit has in use, or hands over to another. */
export const heldCounts = z.strictObject({
  endpoints: z.int(),
  accounts: z.int(),
  /** Those that are not closed or cancelled. */
  meetings: z.int(),
  /** Invitations of its rooms and accounts to such meetings, whichever unit organises them. */
  invitations: z.int(),
  groups: z.int(),
  templates: z.int(),
  contacts: z.int(),
});
export type HeldCounts = z.infer<typeof heldCounts>;

/** The digest that the check returned: the call does its work only if it would still do the same. */
const digest = z.string().min(1).max(100);

/** Why a unit cannot end on that day. */
export const endRefusal = z.enum([
  /** It no longer exists. */
  'ended',
  /** The day is before its first. */
  'before-first-day',
  /** The unit above it ends earlier. */
  'outlives-parent',
  /** Units below it exist longer. */
  'has-subunits',
]);
export type EndRefusal = z.infer<typeof endRefusal>;
export const retirementQuery = z.strictObject({
  /** First day on which the unit no longer exists. */
  validTo: day,
});
export const retirementCheck = z.strictObject({
  refusal: endRefusal.nullable(),
  /** Units below it that exist longer. */
  subunits: z.int(),
  /** What stays with the unit. */
  holds: heldCounts,
  digest,
});
export type RetirementCheck = z.infer<typeof retirementCheck>;
export const retirement = retirementQuery.extend({ digest });

const merge = z.strictObject({ siteId: id, intoSiteId: id });
/** All at once or none, such as what one import has created twice. */
export const siteMerges = z.strictObject({ merges: z.array(merge).min(1).max(500) });
export type SiteMerges = z.output<typeof siteMerges>;
export const confirmedMerges = siteMerges.extend({ digest });

/** Why a unit cannot go into another. */
export const mergeRefusal = z.enum([
  /** It no longer exists. */
  'ended',
  'has-subunits',
  'itself',
  /** It would be merged into two units. */
  'twice',
  /** The other unit no longer exists, or ends as well. */
  'target-ended',
  'target-not-begun',
  'other-level',
  /**
   * One of its meetings is live, or one of its rooms or accounts is invited to a live one: a conference knows
   * its rooms by their units.
   */
  'live',
]);
export type MergeRefusal = z.infer<typeof mergeRefusal>;
export const mergeReport = z.strictObject({
  merges: z.array(
    merge.extend({
      code: z.string(),
      /** With the parent's name. */
      name: z.string(),
      intoCode: z.string(),
      intoName: z.string(),
      refusal: mergeRefusal.nullable(),
    }),
  ),
  /** What moves along; what is over stays with the unit of its day. */
  moves: heldCounts.extend({
    /**
     * Rooms, groups and templates whose names are already used there; their unit's code is added to their
     * names.
     */
    renamed: z.int(),
    /** Contacts for which there is no place; they stay with the unit that ends. */
    contactsLeft: z.int(),
  }),
});
export type MergeReport = z.infer<typeof mergeReport>;
export const mergeCheck = mergeReport.extend({ digest });
export type MergeCheck = z.infer<typeof mergeCheck>;
