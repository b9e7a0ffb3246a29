import type { Fate } from '../../../protocol/rest/sites/reforms.ts';
import type { Site, SiteLineageKind } from '../tree.ts';
import type { RowsOfUnits } from './rows.ts';
import type { Slot, Slots } from './slots.ts';

/** A unit with its parent's name, before the reform or after it. */
export interface PlacedUnit {
  readonly site: Site;
  readonly parentName: string | null;
}

export interface ReformedUnit {
  /** Its first row; for a unit that is not in the sheet, that of the unit above that it follows. */
  readonly row: number;
  readonly isListed: boolean;
  readonly fate: Fate;
  /** The unit of today; null for one that comes from no other. */
  readonly was: PlacedUnit | null;
  readonly becomes: readonly PlacedUnit[];
  /** The new unit that takes over what it has in use; null where nothing moves. */
  readonly heir: PlacedUnit | null;
}

type SiteOf = ReadonlyMap<Slot, Site>;

export function kindOf(site: Site, to: Slot, slots: Slots): SiteLineageKind {
  if ((slots.of.get(site) ?? []).length > 1) return 'split-from';
  return to.from.length > 1 ? 'merged-into' : 'renamed';
}

/** What becomes of each unit: first those that change, in the order of the sheet, then those that stay. */
export function fatesOf(
  slots: Slots,
  siteOf: SiteOf,
  { rowOf, causeOf }: RowsOfUnits,
): readonly ReformedUnit[] {
  const before = placedAmong(slots.of.keys());
  const after = placedAmong(siteOf.values());
  const told = [...slots.of].flatMap(([was, next]): ReformedUnit[] => {
    const became = next.flatMap((slot) => siteOf.get(slot) ?? []);
    const fate = fateOf(was, next, became);
    const isListed = rowOf(was) !== null;
    if (fate === 'stays' && !isListed) return [];
    const becomes = became.map(after);
    const heir = becomes.find(({ site }) => site.code === was.code) ?? becomes[0] ?? null;
    return [
      {
        row: causeOf(was),
        isListed,
        fate,
        was: before(was),
        becomes,
        heir: became.some(({ id }) => id === was.id) ? null : heir,
      },
    ];
  });
  const added = slots.all.flatMap((slot): ReformedUnit[] => {
    const site = siteOf.get(slot);
    return site && slot.from.length === 0
      ? [
          {
            row: slot.rows[0]?.row ?? 1,
            isListed: true,
            fate: 'new',
            was: null,
            becomes: [after(site)],
            heir: null,
          },
        ]
      : [];
  });
  return [...told, ...added].toSorted((a, b) => order(a) - order(b));
}

function placedAmong(sites: Iterable<Site>): (site: Site) => PlacedUnit {
  const nameOf = new Map([...sites].map(({ id, name }) => [id, name]));
  return (site) => ({ site, parentName: nameOf.get(site.parentId ?? '') ?? null });
}

function fateOf(was: Site, next: readonly Slot[], became: readonly Site[]): Fate {
  const [to] = became;
  if (next.length > 1) return 'split';
  if (to === undefined) return 'ends';
  if (to === was) return 'stays';
  if ((next[0]?.from.length ?? 0) > 1) return 'merged';
  if (to.name !== was.name || to.code !== was.code) return 'renamed';
  return to.levelId === was.levelId ? 'moved' : 'relevelled';
}

/** No sheet has that many rows. Units that follow another come after it. */
const afterAll = 1_000_000;
const order = ({ fate, row, isListed }: ReformedUnit): number =>
  (fate === 'stays' ? afterAll : 0) + row + (isListed ? 0 : 0.5);
