import { countReadiness, isToTelephone, type ReadinessCounts } from '../../domain/schedule/readiness.ts';
import type { ReadinessRow, ReadinessView } from '../../protocol/rest/readiness.ts';

export interface ReadinessUnit {
  readonly siteId: string;
  readonly name: string;
  readonly counts: ReadinessCounts;
}

/** One level of the tree: the units below it, and those who belong to it itself. */
export interface ReadinessLevel {
  /** From the top down to the unit that is shown; empty at the top. */
  readonly path: readonly ReadinessView['units'][number][];
  readonly units: readonly ReadinessUnit[];
  readonly rows: readonly ReadinessRow[];
  readonly counts: ReadinessCounts;
}

const byName = new Intl.Collator('vi', { numeric: true });

/**
 * What a unit shows, null being the top; a unit that is not on the board (any more) shows the top. A unit that would show a
 * single row is shown by that row.
 */
export function readinessLevel(view: ReadinessView, siteId: string | null): ReadinessLevel {
  const path = pathTo(view, siteId);
  const id = path.at(-1)?.siteId ?? null;
  const within = (unit: string | null): readonly ReadinessRow[] =>
    unit === null ? view.rows : view.rows.filter(({ sitePath }) => sitePath.includes(unit));
  const known = new Set(view.units.map((unit) => unit.siteId));
  const below = view.units
    .filter(({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null) === id)
    .map((unit) => ({ ...unit, rows: within(unit.siteId) }));
  const shownByRow = below.filter(({ rows }) => rows.length === 1).flatMap(({ rows }) => rows);
  const own = view.rows.filter(({ sitePath }) => (sitePath.at(-1) ?? null) === id);
  return {
    path,
    units: below
      .filter(({ rows }) => rows.length > 1)
      .map((unit) => ({ siteId: unit.siteId, name: unit.name, counts: countReadiness(unit.rows) }))
      .sort((a, b) => byName.compare(a.name, b.name)),
    rows: inOrder([...new Set([...own, ...shownByRow])]),
    counts: countReadiness(within(id)),
  };
}

/** Whom to telephone of a unit and of all below it. */
export const toTelephone = (view: ReadinessView, siteId: string | null): readonly ReadinessRow[] =>
  inOrder(
    view.rows.filter((row) => isToTelephone(row) && (siteId === null || row.sitePath.includes(siteId))),
  );

/** Where the board opens: the highest unit at which there is something to choose between. */
export function readinessLanding(view: ReadinessView): string | null {
  let at: string | null = null;
  for (;;) {
    const { units, rows }: ReadinessLevel = readinessLevel(view, at);
    const [only] = units;
    if (!only || units.length > 1 || rows.length > 0) return at;
    at = only.siteId;
  }
}

const inOrder = (rows: readonly ReadinessRow[]): readonly ReadinessRow[] =>
  rows.toSorted((a, b) => byName.compare(a.siteName, b.siteName) || byName.compare(a.name, b.name));

function pathTo(view: ReadinessView, siteId: string | null): readonly ReadinessView['units'][number][] {
  const unit = view.units.find((each) => each.siteId === siteId);
  return unit ? [...pathTo(view, unit.parentId), unit] : [];
}
