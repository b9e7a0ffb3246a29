import type { Site, SiteCorrection, SiteLineage } from '../tree.ts';
import type { SiteTreeChange } from '../tree-change.ts';
import { fatesOf, kindOf, type ReformedUnit } from './fates.ts';
import { type Occasion, resolveSlots } from './outcome.ts';
import { type ReformProblem, type ReformRow, rowsOfUnits } from './rows.ts';
import { readSlots, type Slot } from './slots.ts';

export interface SheetReform {
  /** Units that take others in are compared with their stored state, too: they must still exist. */
  readonly tree: Required<Pick<SiteTreeChange, 'corrections' | 'sites' | 'lineage'>>;
  /** The units of the sheet and those that follow them; none while there are problems. */
  readonly units: readonly ReformedUnit[];
  /** How many units of the caller stay as they are without being in the sheet. */
  readonly unlisted: number;
  /** By row. */
  readonly problems: readonly ReformProblem[];
}

interface Known extends Occasion {
  /** Whether the caller may change the unit; null stands for the top of the tree. */
  readonly covers: (siteId: string | null) => boolean;
  /** The name of a unit with its parent's. */
  readonly nameOf: (site: Site) => string;
}

/**
 * What a reform does, by a sheet of units of today and what each becomes. Several that become one are merged,
 * one that becomes several is split. A unit whose name, level or parent changes ends, and a new one continues
 * it, so that earlier sessions keep the names of their day; the units below it follow.
 */
export function reformBySheet(rows: readonly ReformRow[], known: Known): SheetReform {
  const { standing, validFrom, covers } = known;
  const found = rowsOfUnits(rows, standing);
  const slots = readSlots(rows, known);
  const { siteOf, problems: unfit } = resolveSlots(slots, { ...known, ...found });
  const problems = [...slots.problems, ...unfit];
  const byId = new Map(standing.map((site) => [site.id, site]));
  const isUnchanged = (site: Site): boolean => byId.get(site.id) === site;
  const next = (site: Site): readonly Slot[] => slots.of.get(site) ?? [];
  const goesOn = ({ id }: Site, to: readonly Slot[]): boolean =>
    to.some((slot) => siteOf.get(slot)?.id === id);

  const ended = standing.filter(
    (site) => next(site).every((slot) => siteOf.has(slot)) && !goesOn(site, next(site)),
  );
  const created = [...siteOf.values()].filter(({ id }) => !byId.has(id));
  const corrected = [...siteOf.values()].flatMap((becomes) => {
    const was = byId.get(becomes.id);
    return was && was !== becomes ? [{ was, becomes }] : [];
  });
  for (const site of [...ended, ...corrected.map(({ was }) => was)]) {
    const at = { row: found.causeOf(site), column: 'code', value: site.name } as const;
    if (!covers(site.id)) problems.push({ ...at, code: 'outside-scope' });
    else if (!goesOn(site, next(site)) && site.validFrom >= validFrom)
      problems.push({ ...at, code: 'begins-later' });
  }

  const afterById = new Map([...siteOf.values()].map((site) => [site.id, site]));
  /** The unit of today that a unit is, or is put below; null at the top. */
  const standsIn = (site: Site): string | null => {
    const above = afterById.get(site.parentId ?? '');
    return isUnchanged(site) ? site.id : above ? standsIn(above) : site.parentId;
  };
  const isOutside = (slot: Slot): boolean => {
    const site = siteOf.get(slot);
    const isLeftAlone = site === undefined || (isUnchanged(site) && slot.from.length === 1);
    return !isLeftAlone && !covers(standsIn(site));
  };
  for (const slot of slots.all) {
    const [row] = slot.rows;
    if (row && isOutside(slot))
      problems.push({ row: row.row, column: 'newParentCode', code: 'outside-scope' });
  }

  const lineage: SiteLineage[] = [];
  const goOn = new Set<Site>();
  for (const site of standing) {
    for (const slot of next(site)) {
      const to = siteOf.get(slot);
      if (to === undefined || to.id === site.id) continue;
      const kind = kindOf(site, slot, slots);
      lineage.push({ fromSiteId: site.id, toSiteId: to.id, kind, onDate: validFrom });
      if (isUnchanged(to)) goOn.add(to);
      if (next(site).some((other) => siteOf.get(other) === site)) goOn.add(site);
    }
  }
  const corrections: SiteCorrection[] = [
    ...ended.map((was) => ({ was, becomes: { ...was, validTo: validFrom } })),
    ...corrected,
    ...[...goOn].map((site) => ({ was: site, becomes: site })),
  ];
  const units = problems.length > 0 ? [] : fatesOf(slots, siteOf, found);
  return {
    tree: { corrections, sites: created, lineage },
    units,
    unlisted: standing.filter(({ id }) => covers(id)).length - units.filter(({ was }) => was !== null).length,
    problems: problems.toSorted((a, b) => a.row - b.row),
  };
}
