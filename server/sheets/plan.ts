import type { CalendarDay, Site } from '../../domain/sites/tree.ts';
import type { SheetChange, SheetProblem } from '../../protocol/rest/sheets.ts';
import { nameWithParent } from '../sites/sites.ts';

/** What a sheet would do. */
export interface Plan<Change> {
  /** What is to be written. */
  readonly change: Change;
  /** The same for people to read, by row; first those whom the sheet leaves out, who have none. */
  readonly changes: readonly SheetChange[];
  /** Rows that say what is known. */
  readonly unchanged: number;
  readonly problems: readonly SheetProblem[];
}

/** What every kind of sheet is held against. Plain data: it is sent to the process that reads the sheet. */
export interface Known {
  /** Of all days. */
  readonly sites: readonly Site[];
  /** Where the sheet may change something; undefined for the whole tree. */
  readonly siteIds: readonly string[] | undefined;
  readonly today: CalendarDay;
}

/** It stands, or will. */
export const isUnended = ({ validTo }: Site, today: CalendarDay): boolean =>
  validTo === null || validTo > today;

export const byCode = (sites: readonly Site[]): ReadonlyMap<string, readonly Site[]> =>
  Map.groupBy(sites, ({ code }) => code);

/** What units are called, with their parents' names. */
export function unitNames(sites: readonly Site[]): (site: Pick<Site, 'name' | 'parentId'>) => string {
  const byId = new Map(sites.map((site) => [site.id, site]));
  return ({ name, parentId }) => nameWithParent(name, byId.get(parentId ?? '')?.name);
}

/** What stands in the columns of a record; null for an empty cell. */
export type CellTexts = Readonly<Record<string, string | null>>;

/** The cells in which a record becomes another one. */
export const changedCells = (was: CellTexts, becomes: CellTexts): SheetChange['cells'] =>
  Object.entries(becomes)
    .map(([column, text]) => ({ column, was: was[column] ?? null, becomes: text }))
    .filter(({ was, becomes }) => was !== becomes);
