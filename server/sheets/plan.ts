import type { CalendarDay, Site } from '../../domain/sites/tree.ts';
import type { SheetProblem, SheetReport } from '../../protocol/rest/sheets.ts';
import type { Scope } from '../identity/authorize.ts';

/** What a sheet would do: what is to be written, and how much that is. */
export interface Plan<Change> {
  readonly change: Change;
  readonly counts: Pick<SheetReport, 'created' | 'changed' | 'unchanged' | 'removed'>;
  readonly problems: readonly SheetProblem[];
}

/** What every kind of sheet is held against. */
export interface Known {
  /** Of all days. */
  readonly sites: readonly Site[];
  readonly scope: Scope;
  readonly today: CalendarDay;
  readonly newId: () => string;
}

/** It stands, or will. */
export const isUnended = ({ validTo }: Site, today: CalendarDay): boolean =>
  validTo === null || validTo > today;

export const byCode = (sites: readonly Site[]): ReadonlyMap<string, readonly Site[]> =>
  Map.groupBy(sites, ({ code }) => code);
