import { nameKey } from '../../domain/sites/fold.ts';
import type { CalendarDay, Site } from '../../domain/sites/tree.ts';
import type { SheetChange, SheetProblem } from '../../protocol/rest/sheets.ts';
import { nameWithParent } from '../sites/site-view.ts';

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

/**
 * The code that a row means whose own has lost its zeros: it is none that stands, or the row names another unit than it belongs to.
 * Undefined where the code may well be meant. Null where it is not, and which one is meant does not show.
 */
export function lostZeros(
  { siteName }: { readonly siteName?: string | undefined },
  doubles: readonly Site[],
  standing: readonly Site[],
  nameOf: (site: Site) => string,
): string | null | undefined {
  const isNamed = (site: Site): boolean =>
    siteName !== undefined && [site.name, nameOf(site)].some((name) => nameKey(name) === nameKey(siteName));
  const named = doubles.filter(isNamed);
  if (doubles.length === 0 || (standing.length > 0 && (named.length === 0 || standing.some(isNamed))))
    return undefined;
  const meant = new Set((named.length > 0 ? named : doubles).map(({ code }) => code));
  const [only = null, another] = meant;
  return another === undefined ? only : null;
}

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
