import { placeOf, zeroDoubles } from '../doubles.ts';
import { fold, nameKey } from '../fold.ts';
import type { CalendarDay, Site, SiteLevel } from '../tree.ts';
import type { ReformColumn, ReformProblem, RowsOfUnits } from './rows.ts';
import type { Slot, Slots } from './slots.ts';

export interface Occasion {
  /** First day of the units that the reform creates. */
  readonly validFrom: CalendarDay;
  readonly levels: readonly SiteLevel[];
  readonly standing: readonly Site[];
  readonly newId: () => string;
}

export interface Outcome {
  /**
   * The unit of each slot: one of today that goes on, corrected where it begins only now, or a new one. None
   * where a row is wrong.
   */
  readonly siteOf: ReadonlyMap<Slot, Site>;
  readonly problems: readonly ReformProblem[];
}

/** Decides for each slot whether it is a unit of today or a new one, from the top level down. */
export function resolveSlots(
  slots: Slots,
  { validFrom, levels, standing, newId, causeOf }: Occasion & RowsOfUnits,
): Outcome {
  const problems: ReformProblem[] = [];
  const levelOf = new Map(
    levels.flatMap((level) => [level.id, level.nameVi, level.nameEn].map((name) => [fold(name), level])),
  );
  const rankOf = new Map(levels.map(({ id, rank }) => [id, rank]));
  const topRank = Math.min(...levels.map(({ rank }) => rank));
  const byId = new Map(standing.map((site) => [site.id, site]));
  const byCode = Map.groupBy(slots.all, ({ code }) => code);
  const doublesOf = zeroDoubles(standing);
  const siteOf = new Map<Slot, Site>();
  const refused = new Set<Slot>();
  const wrong = (slot: Slot, column: ReformColumn, code: ReformProblem['code'], more = {}): undefined => {
    refused.add(slot);
    problems.push({ row: rowFor(slot, column), column, code, ...more });
    return undefined;
  };

  /** The row to name: the one that fills in the cell, any of the slot, or one of the unit above it. */
  const rowFor = ({ rows, from: [site] }: Slot, column: ReformColumn): number => {
    const own = rows.find((row) => row[column] !== undefined) ?? rows[0];
    return own?.row ?? (site ? causeOf(site) : 1);
  };

  /** What the rows of a slot say; where they say different things, the later row is wrong. */
  const said = <C extends ReformColumn>(slot: Slot, column: C, key = (text: string) => text) => {
    const [first, ...more] = slot.rows.filter((row) => row[column] !== undefined);
    for (const row of more) {
      if (key(row[column] ?? '') === key(first?.[column] ?? '')) continue;
      refused.add(slot);
      problems.push({ row: row.row, column, code: 'differs' });
    }
    return first?.[column];
  };

  const levelIdOf = (slot: Slot): string | undefined => {
    const text = said(slot, 'newLevel', fold);
    const levelId = text === undefined ? baseOf(slot)?.levelId : levelOf.get(fold(text))?.id;
    if (levelId === undefined) wrong(slot, 'newLevel', text === undefined ? 'required' : 'unknown-level');
    return levelId;
  };
  const levelIds = new Map(slots.all.map((slot) => [slot, levelIdOf(slot)]));
  const rankIn = (slot: Slot): number => rankOf.get(levelIds.get(slot) ?? '') ?? topRank;

  /** What the unit above becomes, as far as it is one unit. */
  const successorOf = (parent: Site, slot: Slot): Slot | undefined => {
    const became = slots.of.get(parent) ?? [];
    const found = became.length > 1 ? became.find(({ code }) => code === parent.code) : became[0];
    return found ?? wrong(slot, 'newParentCode', 'parent-ends', { value: baseOf(slot)?.name ?? '' });
  };

  /** The slot of the unit above; null at the top, undefined where it cannot be told. */
  const parentSlotOf = (slot: Slot): Slot | null | undefined => {
    const code = said(slot, 'newParentCode');
    const base = baseOf(slot);
    if (code === null) return null;
    if (code === undefined) {
      const parent = byId.get(base?.parentId ?? '');
      if (parent) return successorOf(parent, slot);
      return base || rankIn(slot) === topRank ? null : wrong(slot, 'newParentCode', 'required');
    }
    const [parent, another] = byCode.get(code) ?? [];
    const [double] = doublesOf(code);
    if (parent !== undefined && another === undefined) return parent;
    if (another !== undefined) return wrong(slot, 'newParentCode', 'ambiguous-site');
    return double === undefined
      ? wrong(slot, 'newParentCode', 'unknown-parent')
      : wrong(slot, 'newParentCode', 'lost-zeros', { proposal: double.code });
  };

  const nameIn = (slot: Slot): string | undefined => {
    const name = said(slot, 'newName', nameKey);
    if (name !== undefined) return name;
    const base = baseOf(slot);
    // Several units become one: it has the name of the one whose code it keeps.
    const isNamed = base !== undefined && (base.code === slot.code || slot.from.length === 1);
    return isNamed ? base.name : wrong(slot, 'newName', 'required');
  };

  const resolve = (slot: Slot): Site | undefined => {
    const known = siteOf.get(slot);
    if (known !== undefined || refused.has(slot)) return known;
    const levelId = levelIds.get(slot);
    const name = nameIn(slot);
    const above = parentSlotOf(slot);
    if (levelId === undefined || name === undefined || above === undefined) return undefined;
    if (above === null && rankIn(slot) > topRank) return wrong(slot, 'newParentCode', 'required');
    // Ranks fall from one to the next, so this ends also where units are each other's parents.
    if (above !== null && rankIn(above) >= rankIn(slot)) return wrong(slot, 'newLevel', 'level-not-below');
    const parent = above && resolve(above);
    if (parent === undefined) return undefined;
    const parentId = parent?.id ?? null;
    const base = baseOf(slot);
    const goesOn =
      base?.code === slot.code &&
      nameKey(base.name) === nameKey(name) &&
      base.levelId === levelId &&
      base.parentId === parentId;
    if (base && goesOn) {
      siteOf.set(slot, base);
      return base;
    }
    if (isTaken(slot, base)) return wrong(slot, 'newCode', 'code-taken', { value: base?.name ?? '' });
    const double = doublesOf(slot.code).find((other) => other.levelId === levelId);
    if (slot.from.every(({ code }) => code !== slot.code) && double !== undefined)
      return wrong(slot, 'newCode', 'lost-zeros', { proposal: double.code });
    const described = { name: name.normalize('NFC'), folded: fold(name), levelId, parentId };
    const [only, another] = slot.from;
    const validTo = another === undefined ? (only?.validTo ?? null) : null;
    // A unit without a day of its own before the reform has no history to keep.
    const isYoung = another === undefined && only?.code === slot.code && only.validFrom >= validFrom;
    const site = isYoung
      ? { ...only, ...described }
      : { id: newId(), code: slot.code, ...described, validFrom, validTo };
    siteOf.set(slot, site);
    return site;
  };
  for (const slot of slots.all) resolve(slot);

  const places = Map.groupBy(siteOf, ([, site]) => placeOf(site));
  for (const [slot, site] of siteOf) {
    if (byId.get(site.id) === site) continue;
    const namesake = places.get(placeOf(site))?.find(([other]) => other !== slot);
    if (namesake) wrong(slot, 'newName', 'namesake', { value: namesake[1].code });
  }
  return { siteOf, problems };
}

/** The unit of today that a slot continues where its rows say nothing else. */
const baseOf = (slot: Slot): Site | undefined =>
  slot.from.find(({ code }) => code === slot.code) ?? slot.from[0];

/** A unit that no row names keeps its code: no other may take it with another name, level or parent. */
const isTaken = (slot: Slot, base: Site | undefined): boolean =>
  base !== undefined &&
  base.code === slot.code &&
  slot.rows.length > 0 &&
  slot.rows.every(({ code }) => code !== base.code);
