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
