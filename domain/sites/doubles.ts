import { fold, nameKey } from './fold.ts';
import type { Site } from './tree.ts';

const isNumber = /^\d+$/;
const bare = (code: string): string => code.replace(/^0+(?=\d)/, '');

/**
 * Finds the units whose code differs from a given code only by leading zeros, on any level. The caller must
 * compare the levels: 01 is a province, 001 one of its districts, 00001 a commune, and these are not the same
 * unit.
 */
export function zeroDoubles<S extends Pick<Site, 'code'>>(
  sites: readonly S[],
): (code: string) => readonly S[] {
  const of = Map.groupBy(
    sites.filter(({ code }) => isNumber.test(code)),
    ({ code }) => bare(code),
  );
  return (code) =>
    isNumber.test(code) ? (of.get(bare(code)) ?? []).filter((site) => site.code !== code) : [];
}

/** A key of level, parent and name: no two units may have the same key. */
export const placeOf = ({ name, levelId, parentId }: Pick<Site, 'name' | 'levelId' | 'parentId'>): string =>
  JSON.stringify([levelId, parentId, nameKey(name)]);

type Compared = Pick<Site, 'id' | 'code' | 'name' | 'levelId' | 'parentId' | 'validFrom'>;

/** Two units that are probably one: the later one, and the one that it duplicates. */
export interface LikelyDouble<S> {
  readonly double: S;
  readonly of: S;
  /** Whether they have the same name, so that no one must check them one by one. */
  readonly isNamesake: boolean;
}

/**
 * The units that an import has probably created twice: on the same level, and either with the same name under
 * the same parent, or with codes that differ only by leading zeros. Ordered from the lowest level up, since a
 * unit can end only when nothing is below it, and then by name.
 *
 * @param standing the units of one day
 * @param rankOf 0 is the top of the tree
 */
export function likelyDoubles<S extends Compared>(
  standing: readonly S[],
  rankOf: (levelId: string) => number,
): readonly LikelyDouble<S>[] {
  const eldest = standing.toSorted(byAge);
  const doublesOf = zeroDoubles(standing);
  const byPlace = Map.groupBy(eldest, placeOf);
  /** The oldest unit that this one duplicates; undefined if it is the oldest itself. */
  const first = (site: S): S | undefined => {
    const older = [byPlace.get(placeOf(site)) ?? [], doublesOf(site.code).toSorted(byAge)]
      .flat()
      .find((other) => other.levelId === site.levelId && byAge(other, site) < 0);
    return older && (first(older) ?? older);
  };
  return eldest
    .flatMap((double) => {
      const of = first(double);
      return of ? [{ double, of, isNamesake: nameKey(double.name) === nameKey(of.name) }] : [];
    })
    .toSorted(
      ({ double: a }, { double: b }) =>
        rankOf(b.levelId) - rankOf(a.levelId) || fold(a.name).localeCompare(fold(b.name)),
    );
}

/** The oldest first; on the same day the longer code, which has its zeros. */
const byAge = (a: Compared, b: Compared): number =>
  a.validFrom.localeCompare(b.validFrom) || b.code.length - a.code.length || a.id.localeCompare(b.id);
