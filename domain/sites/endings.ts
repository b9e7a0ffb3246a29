import type { EndRefusal, MergeRefusal } from '../../protocol/rest/sites/sites.ts';
import type { CalendarDay, Site } from './tree.ts';
import type { SiteTreeChange } from './tree-change.ts';

export interface Merge {
  readonly siteId: string;
  readonly intoSiteId: string;
}

export interface PlannedMerge {
  readonly site: Site;
  readonly into: Site;
  readonly refusal: MergeRefusal | null;
}

const exists = ({ validTo }: Site, on: CalendarDay): boolean => validTo === null || validTo > on;

/** The units directly below that exist longer than that day. */
export const subunitsAfter = (site: Site, sites: readonly Site[], day: CalendarDay): readonly Site[] =>
  sites.filter((below) => below.parentId === site.id && exists(below, day));

/**
 * Whether a unit may end; null if it may. A unit may end on the day on which it began, to undo a mistake:
 * then it never existed.
 *
 * @param validTo the first day on which the unit no longer exists
 * @param sites of all days
 */
export function refuseRetirement(
  site: Site,
  validTo: CalendarDay,
  sites: readonly Site[],
  today: CalendarDay,
): EndRefusal | null {
  const parent = sites.find(({ id }) => id === site.parentId);
  if (!exists(site, today)) return 'ended';
  if (validTo < site.validFrom) return 'before-first-day';
  if (parent && parent.validTo !== null && validTo > parent.validTo) return 'outlives-parent';
  return subunitsAfter(site, sites, validTo).length > 0 ? 'has-subunits' : null;
}

/** The day on which a unit ends that ends at once: today, or its first day if that is still to come. */
const goesOn = ({ validFrom }: Site, today: CalendarDay): CalendarDay =>
  validFrom > today ? validFrom : today;

/**
 * Plans to merge units into others at once, all or none. Each unit must be able to end; its target must be on
 * the same level and must continue.
 *
 * @param sites of all days
 */
export function planMerges(
  merges: readonly (readonly [site: Site, into: Site])[],
  sites: readonly Site[],
  today: CalendarDay,
): readonly PlannedMerge[] {
  const going = new Map(merges.map(([{ id }, into]) => [id, into]));
  const below = Map.groupBy(sites, ({ parentId }) => parentId);
  const refuse = (site: Site, into: Site): MergeRefusal | null => {
    const day = goesOn(site, today);
    if (site.id === into.id) return 'itself';
    if (going.get(site.id) !== into) return 'twice';
    if (!exists(site, today)) return 'ended';
    if (!exists(into, day) || going.has(into.id)) return 'target-ended';
    if (into.validFrom > day) return 'target-not-begun';
    if (into.levelId !== site.levelId) return 'other-level';
    const remaining = (below.get(site.id) ?? []).filter((each) => exists(each, day) && !going.has(each.id));
    return remaining.length > 0 ? 'has-subunits' : null;
  };
  return merges.map(([site, into]) => ({ site, into, refusal: refuse(site, into) }));
}

/**
 * The changes of the tree that merges cause. Each target is listed as an unchanged correction, so that it is
 * compared with its stored state, too: it must still exist.
 */
export function treeOfMerges(
  merges: readonly PlannedMerge[],
  today: CalendarDay,
): Required<Pick<SiteTreeChange, 'corrections' | 'lineage'>> {
  const targets = [...new Map(merges.map(({ into }) => [into.id, into])).values()];
  return {
    corrections: [
      ...merges.map(({ site }) => ({ was: site, becomes: { ...site, validTo: goesOn(site, today) } })),
      ...targets.map((into) => ({ was: into, becomes: into })),
    ],
    lineage: merges.map(({ site, into }) => ({
      fromSiteId: site.id,
      toSiteId: into.id,
      kind: 'merged-into' as const,
      onDate: goesOn(site, today),
    })),
  };
}
