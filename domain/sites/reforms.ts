import { fold, nameKey } from './fold.ts';
import { type LevelId, levels } from './levels.ts';
import type { CalendarDay, Site, SiteLineage, SiteLineageKind } from './tree.ts';
import type { SiteTreeChange } from './tree-change.ts';
import type { CommuneOfDistrict, MergedCommune, MergedUnit, UnreadableList } from './unit-lists.ts';

export type UnitName = { readonly code: string; readonly name: string };

/** What every reform needs beside its list. */
export type Occasion = {
  /** First day on which the list holds. */
  readonly validFrom: CalendarDay;
  readonly province: UnitName;
  readonly newId: () => string;
};

export type Reform =
  | {
      readonly ok: true;
      readonly change: Required<Omit<SiteTreeChange, 'corrections' | 'moves'>>;
      /** Units that end, and for which the list names no successor. */
      readonly unexplained: readonly Site[];
    }
  | UnreadableList;

/** The first tree: the province, under it its departments and districts, and under these the communes. */
export function foundTree(
  list: readonly CommuneOfDistrict[],
  departments: readonly UnitName[],
  occasion: Occasion,
): Reform {
  const draft = new Draft([], occasion);
  const province = draft.add('province', occasion.province, null);
  for (const department of departments) draft.add('department', department, province);
  for (const [district, communes] of byDistrict(list)) {
    const parent = draft.add('district', district, province);
    for (const commune of communes) draft.add('commune', commune, parent);
  }
  return draft.finish();
}

/**
 * Changes the current tree into what a newer list of the same kind says. A code with another name is a
 * renamed unit (the list cannot tell it from one that took in a neighbour and a new name). A code that is
 * gone is a closed unit, merged into the unit that `successors` (gone code → code) names, if it names one.
 */
export function changeDistricts(
  standing: readonly Site[],
  list: readonly CommuneOfDistrict[],
  successors: ReadonlyMap<string, string>,
  occasion: Occasion,
): Reform {
  const draft = new Draft(standing, occasion);
  const province = draft.keepOrRename('province', occasion.province, null);
  const listed = new Set<string>();
  for (const [district, communes] of byDistrict(list)) {
    const parent = draft.keepOrRename('district', district, province);
    listed.add(district.code);
    for (const commune of communes) {
      draft.keepOrRename('commune', commune, parent);
      listed.add(commune.code);
    }
  }
  for (const gone of standing) {
    if ((gone.levelId !== 'commune' && gone.levelId !== 'district') || listed.has(gone.code)) continue;
    const successor = draft.at('commune', successors.get(gone.code));
    draft.close(gone, successor === undefined ? [] : [[successor, 'merged-into']]);
  }
  return draft.finish();
}

/**
 * Merges communes as a list says, directly under the province. The district level ends. If the province is a
 * new one, the old province and its departments end, too.
 */
export function mergeCommunes(
  standing: readonly Site[],
  list: readonly MergedCommune[],
  occasion: Occasion,
): Reform {
  const draft = new Draft(standing, occasion);
  const old = standing.find(({ levelId }) => levelId === 'province');
  const goesOn = old !== undefined && nameKey(old.name) === nameKey(occasion.province.name);
  const province = goesOn ? old : draft.add('province', occasion.province, null);
  for (const merged of list) {
    const commune = draft.add('commune', merged, province);
    for (const part of merged.mergedFrom) {
      const found = findMerged(standing, part);
      if (!found.ok) return { ok: false, detail: `${merged.name}: ${found.detail}` };
      draft.close(found.site, [[commune, 'merged-into']]);
    }
  }
  for (const gone of standing) {
    if (gone.levelId === 'district') draft.end(gone);
    else if (gone.levelId === 'province' && !goesOn) draft.close(gone, [[province, 'merged-into']]);
    else if (gone.levelId === 'commune' || (gone.levelId === 'department' && !goesOn)) draft.close(gone, []);
  }
  return draft.finish();
}

function findMerged(
  standing: readonly Site[],
  { name, within }: MergedUnit,
): { readonly ok: true; readonly site: Site } | UnreadableList {
  const parentKey = (site: Site): string =>
    nameKey(standing.find(({ id }) => id === site.parentId)?.name ?? '');
  const namesakes = standing.filter(
    (site) => site.levelId === 'commune' && nameKey(site.name) === nameKey(name),
  );
  const [site, another] =
    within === null ? namesakes : namesakes.filter((site) => parentKey(site) === nameKey(within));
  if (site === undefined) return { ok: false, detail: `there is no unit ${name}` };
  if (another !== undefined) return { ok: false, detail: `${name} is the name of several units` };
  return { ok: true, site };
}

function byDistrict(list: readonly CommuneOfDistrict[]): ReadonlyMap<UnitName, readonly CommuneOfDistrict[]> {
  const groups = Map.groupBy(list, ({ districtCode }) => districtCode);
  return new Map(
    [...groups].map(([code, communes]) => [{ code, name: communes[0]?.district ?? code }, communes]),
  );
}

/** A change of the tree in progress. */
class Draft {
  readonly #occasion: Occasion;
  readonly #standing: ReadonlyMap<string, Site>;
  readonly #closed = new Map<string, Site>();
  readonly #unexplained: Site[] = [];
  readonly #sites: Site[] = [];
  readonly #lineage: SiteLineage[] = [];

  constructor(standing: readonly Site[], occasion: Occasion) {
    this.#occasion = occasion;
    this.#standing = new Map(standing.map((site) => [key(site.levelId, site.code), site]));
  }

  add(levelId: LevelId, { code, name }: UnitName, parent: Site | null): Site {
    const { newId, validFrom } = this.#occasion;
    const site: Site = {
      id: newId(),
      code,
      name: name.normalize('NFC'),
      folded: fold(name),
      levelId,
      parentId: parent?.id ?? null,
      validFrom,
      validTo: null,
    };
    this.#sites.push(site);
    return site;
  }

  /** The existing unit if its name and parent are the same; otherwise a new one that replaces it. */
  keepOrRename(levelId: LevelId, unit: UnitName, parent: Site | null): Site {
    const old = this.#standing.get(key(levelId, unit.code));
    if (old && nameKey(old.name) === nameKey(unit.name) && old.parentId === (parent?.id ?? null)) return old;
    const site = this.add(levelId, unit, parent);
    if (old) this.close(old, [[site, 'renamed']]);
    return site;
  }

  /** The unit that has the code after the reform. */
  at(levelId: LevelId, code: string | undefined): Site | undefined {
    if (code === undefined) return undefined;
    const added = this.#sites.find((site) => site.levelId === levelId && site.code === code);
    return added ?? this.#standing.get(key(levelId, code));
  }

  close(site: Site, became: readonly (readonly [Site, SiteLineageKind])[]): void {
    if (became.length === 0 && !this.#closed.has(site.id)) this.#unexplained.push(site);
    this.end(site);
    for (const [{ id }, kind] of became) {
      this.#lineage.push({ fromSiteId: site.id, toSiteId: id, kind, onDate: this.#occasion.validFrom });
    }
  }

  /** Closes a unit that is not meant to have a successor. */
  end(site: Site): void {
    this.#closed.set(site.id, site);
  }

  finish(): Reform {
    const { validFrom } = this.#occasion;
    const tooYoung = [...this.#closed.values()].find((site) => site.validFrom >= validFrom);
    if (tooYoung) return { ok: false, detail: `${tooYoung.name} begins only on ${tooYoung.validFrom}` };
    const twice = firstTwice(this.#sites.map(({ code }) => code));
    if (twice !== undefined) return { ok: false, detail: `the code ${twice} is there twice` };
    return {
      ok: true,
      change: {
        levels,
        closures: [...this.#closed.keys()].map((siteId) => ({ siteId, validTo: validFrom })),
        sites: this.#sites,
        lineage: this.#lineage,
      },
      unexplained: this.#unexplained,
    };
  }
}

const key = (levelId: string, code: string): string => `${levelId} ${code}`;

const firstTwice = (codes: readonly string[]): string | undefined =>
  codes.find((code, index) => codes.indexOf(code) !== index);
