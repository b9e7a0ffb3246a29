import { fold, nameKey } from './fold.ts';
import type { Site } from './tree.ts';

const isNumber = /^\d+$/;
const bare = (code: string): string => code.replace(/^0+(?=\d)/, '');

/**
 * The units whose codes differ from a code by leading zeros alone. Each level counts for itself (01 is a province, 001 one of its
 * districts, 00001 a commune), so a unit of another level is none of another unit's doubles.
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

/** No two units of a level and a parent bear one name. */
export const placeOf = ({ name, levelId, parentId }: Pick<Site, 'name' | 'levelId' | 'parentId'>): string =>
  JSON.stringify([levelId, parentId, nameKey(name)]);

type Compared = Pick<Site, 'id' | 'code' | 'name' | 'levelId' | 'parentId' | 'validFrom'>;

/** Two units that are probably one: what came later, and what it doubles. */
export interface LikelyDouble<S> {
  readonly double: S;
  readonly of: S;
  /** Whether they bear one name, so that nobody need look at them one by one. */
  readonly isNamesake: boolean;
}

/**
 * The units that an import has probably made twice: of one level, and either of one name under one parent, or with codes that
 * differ by leading zeros alone. From the lowest level up, since a unit goes once
 * nothing is below it, and by name.
 * @param standing of one day
 * @param rankOf 0 is the top of the tree
 */
export function likelyDoubles<S extends Compared>(
  standing: readonly S[],
  rankOf: (levelId: string) => number,
): readonly LikelyDouble<S>[] {
  const eldest = standing.toSorted(byAge);
  const doublesOf = zeroDoubles(standing);
  const byPlace = Map.groupBy(eldest, placeOf);
  /** The first of those that are one with it; undefined where that is itself. */
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

/** Who stood first; on one day the longer code, which has its zeros. */
const byAge = (a: Compared, b: Compared): number =>
  a.validFrom.localeCompare(b.validFrom) || b.code.length - a.code.length || a.id.localeCompare(b.id);
