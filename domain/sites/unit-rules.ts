import type { UnitRefusal } from '../../protocol/rest/sites/sites.ts';
import { placeOf } from './doubles.ts';
import type { CalendarDay, Site, SiteLevel } from './tree.ts';

interface Tree {
  /** At least those that exist today or later. */
  readonly sites: readonly Omit<Site, 'folded'>[];
  readonly levels: readonly SiteLevel[];
  readonly today: CalendarDay;
}

/**
 * Why a unit that is created or changed by hand cannot be as given; null if it can. The page asks before it
 * sends the unit, the server before it stores it.
 */
export function refuseUnit(unit: Omit<Site, 'folded'>, { sites, levels, today }: Tree): UnitRefusal | null {
  const byId = new Map(sites.map((site) => [site.id, site]));
  const others = sites.filter((site) => site.id !== unit.id && !ends(site, today));
  const rankOf = new Map(levels.map(({ id, rank }) => [id, rank]));
  const rank = rankOf.get(unit.levelId);
  if (rank === undefined) return 'unknown-level';
  if (ends(unit, today)) return 'ended';
  if (others.some(({ code }) => code === unit.code)) return 'code-taken';
  if (others.some((site) => placeOf(site) === placeOf(unit))) return 'namesake';
  if (unit.parentId === null) return rank === Math.min(...rankOf.values()) ? null : 'no-parent';

  const parent = byId.get(unit.parentId);
  if (parent === undefined || ends(parent, today)) return 'parent-ended';
  for (let above = byId.get(parent.id), steps = 0; above && steps <= sites.length; steps += 1) {
    if (above.id === unit.id) return 'below-itself';
    above = byId.get(above.parentId ?? '');
  }
  if ((rankOf.get(parent.levelId) ?? 0) >= rank) return 'level-not-below';
  const outlives = parent.validTo !== null && (unit.validTo === null || unit.validTo > parent.validTo);
  return outlives ? 'outlives-parent' : null;
}

const ends = ({ validTo }: Pick<Site, 'validTo'>, by: CalendarDay): boolean =>
  validTo !== null && validTo <= by;
