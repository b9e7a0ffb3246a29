import type { SiteTreeChange } from './tree-change.ts';

/**
 * The existing sites that a change of the tree touches: those that it corrects or closes, those that it names
 * as parent, predecessor or successor, and those between which something moves. Contains null if the change
 * touches the tree as a whole: its levels, the level of a unit, or its top.
 */
export function touchedSites({
  levels = [],
  closures = [],
  corrections = [],
  sites = [],
  lineage = [],
  moves,
}: SiteTreeChange): ReadonlySet<string | null> {
  const parentOfNew = new Map(sites.map(({ id, parentId }) => [id, parentId]));

  /**
   * The nearest existing site above a new one; null if there is none, as for new sites that are each other's
   * parents.
   */
  const standing = (siteId: string | null): string | null => {
    const passed = new Set<string>();
    let at = siteId;
    while (at !== null && parentOfNew.has(at)) {
      if (passed.has(at)) return null;
      passed.add(at);
      at = parentOfNew.get(at) ?? null;
    }
    return at;
  };

  const moved = corrections.filter(({ was, becomes }) => was.parentId !== becomes.parentId);
  const relevelled = corrections.some(({ was, becomes }) => was.levelId !== becomes.levelId);
  return new Set([
    ...(levels.length > 0 || relevelled ? [null] : []),
    ...closures.map(({ siteId }) => siteId),
    ...corrections.map(({ was }) => was.id),
    ...moved.flatMap(({ was, becomes }) => [was.parentId, becomes.parentId]).map(standing),
    ...sites.map(({ id }) => standing(id)),
    ...lineage.flatMap(({ fromSiteId, toSiteId }) => [fromSiteId, toSiteId]).map(standing),
    ...[...(moves?.from ?? [])].flat().map(standing),
  ]);
}
