/** A unit with its parent; null at the top. */
export interface TreeUnit {
  readonly siteId: string;
  readonly parentId: string | null;
  readonly name: string;
}
/** Something that belongs to a unit. */
export interface OfUnit {
  /** From the root to the own site; empty without a site. */
  readonly sitePath: readonly string[];
}

/** Rows by unit; every unit has a row in it or below it. */
export interface UnitTree<U extends TreeUnit, R extends OfUnit> {
  readonly units: readonly U[];
  readonly rows: readonly R[];
}

/** One level of the tree: the units below it, and its own rows. */
export interface UnitLevel<U extends TreeUnit, R extends OfUnit> {
  /** From the top down to the shown unit; empty at the top. */
  readonly path: readonly U[];
  readonly units: readonly U[];
  readonly rows: readonly R[];
}

/** The rows of a unit and of all units below it; null is the top. */
export const rowsWithin = <R extends OfUnit>(rows: readonly R[], siteId: string | null): readonly R[] =>
  siteId === null ? rows : rows.filter(({ sitePath }) => sitePath.includes(siteId));

/**
 * What a unit shows. Null is the top; a unit that is not (or no longer) in the tree shows the top. A unit
 * that would show a single row is replaced by that row.
 */
export function unitLevel<U extends TreeUnit, R extends OfUnit>(
  tree: UnitTree<U, R>,
  siteId: string | null,
): UnitLevel<U, R> {
  const { units, rows } = tree;
  const path = pathTo(units, siteId);
  const id = path.at(-1)?.siteId ?? null;
  const known = new Set(units.map((unit) => unit.siteId));
  const below = units.filter(
    ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null) === id,
  );
  const shownByRow = new Set(
    below.filter((unit) => rowsWithin(rows, unit.siteId).length === 1).map((unit) => unit.siteId),
  );
  return {
    path,
    units: below.filter((unit) => !shownByRow.has(unit.siteId)),
    rows: rows.filter(
      ({ sitePath }) => (sitePath.at(-1) ?? null) === id || sitePath.some((each) => shownByRow.has(each)),
    ),
  };
}

/** Where a tree opens: the highest unit that offers a choice. */
export function landing<U extends TreeUnit, R extends OfUnit>(tree: UnitTree<U, R>): string | null {
  const from = (at: string | null): string | null => {
    const { units, rows } = unitLevel(tree, at);
    const [only] = units;
    return !only || units.length > 1 || rows.length > 0 ? at : from(only.siteId);
  };
  return from(null);
}

function pathTo<U extends TreeUnit>(units: readonly U[], siteId: string | null): readonly U[] {
  const unit = units.find((each) => each.siteId === siteId);
  return unit ? [...pathTo(units, unit.parentId), unit] : [];
}
