import { v7 as uuid } from 'uuid';
import { reformBySheet, type SheetReform } from '../../../domain/sites/reform-sheet/reform-sheet.ts';
import type { CalendarDay, SiteLevel } from '../../../domain/sites/tree.ts';
import { coverageOf } from '../../identity/scope.ts';
import { type Existing, type ImportPlan, isUnended, unitNames } from './plan.ts';
import { problemAt, type Row } from './rows.ts';

export type ReformChange = Omit<SheetReform, 'problems'>;

export interface KnownReform extends Existing {
  readonly levels: readonly SiteLevel[];
  /** First day on which what the sheet says holds. */
  readonly validFrom: CalendarDay;
}

/** What each unit becomes is told in the change, not in cells: `changes` stays empty. */
export function planReform(
  rows: readonly Row<'reform'>[],
  { sites, siteIds, today, levels, validFrom }: KnownReform,
): ImportPlan<ReformChange> {
  const scope = coverageOf(siteIds);
  const byRow = new Map(rows.map(({ row, cells }) => [row, cells]));
  const lastDay = validFrom > today ? validFrom : today;
  const { problems, ...change } = reformBySheet(
    rows.map(({ row, cells }) => ({ ...cells, row })),
    {
      validFrom,
      levels,
      standing: sites.filter((site) => isUnended(site, lastDay)),
      newId: uuid,
      covers: (siteId) => scope.covers(siteId),
      nameOf: unitNames(sites),
    },
  );
  return {
    change,
    changes: [],
    unchanged: 0,
    problems: problems.map(({ row, column, code, value, proposal }) =>
      problemAt(row, column, code, value ?? byRow.get(row)?.[column] ?? '', proposal),
    ),
  };
}
