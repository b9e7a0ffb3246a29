import { countReadiness, isToTelephone, type ReadinessCounts } from '../../../domain/schedule/readiness.ts';
import type { ReadinessRow, ReadinessView } from '../../../protocol/rest/meetings/readiness.ts';
import { rowsWithin, type UnitLevel } from '../unit-tree.ts';

type ReadinessUnit = ReadinessView['units'][number];

const byName = new Intl.Collator('vi', { numeric: true });

/** One level of the board as it is shown: sorted by name, with counts. */
export function countedLevel(view: ReadinessView, level: UnitLevel<ReadinessUnit, ReadinessRow>) {
  const counted = (siteId: string | null): ReadinessCounts => countReadiness(rowsWithin(view.rows, siteId));
  return {
    counts: counted(level.path.at(-1)?.siteId ?? null),
    units: level.units
      .map((unit) => ({ ...unit, counts: counted(unit.siteId) }))
      .sort((a, b) => byName.compare(a.name, b.name)),
    rows: inOrder(level.rows),
  };
}

/** The rooms to telephone in a unit and below it. */
export const toTelephone = (view: ReadinessView, siteId: string | null): readonly ReadinessRow[] =>
  inOrder(rowsWithin(view.rows, siteId).filter(isToTelephone));

/** Whether a meeting that has not begun invites no chair. */
export const lacksChair = ({ state, rows }: ReadinessView): boolean =>
  (state === 'scheduled' || state === 'rehearsal-open') && rows.every(({ role }) => role !== 'chair');

const inOrder = (rows: readonly ReadinessRow[]): readonly ReadinessRow[] =>
  rows.toSorted((a, b) => byName.compare(a.siteName, b.siteName) || byName.compare(a.name, b.name));
