import { nameKey } from '../../../domain/sites/fold.ts';
import type { CalendarDay, Site } from '../../../domain/sites/tree.ts';
import type { SheetChange, SheetProblem } from '../../../protocol/rest/sheets.ts';
import { nameWithParent } from '../../sites/site-view.ts';

export interface ImportPlan<Change> {
  /** The changes to write. */
  readonly change: Change;
  /**
   * The same changes as text, by row; records that the sheet removes come first, because they have no row.
   */
  readonly changes: readonly SheetChange[];
  /** Number of rows that match the known records. */
  readonly unchanged: number;
  readonly problems: readonly SheetProblem[];
}

/** What every kind of sheet is compared with. Plain data: it is sent to the process that reads the sheet. */
export interface Existing {
  /** Sites of all days. */
  readonly sites: readonly Site[];
  /** The sites that the caller may change; undefined for the whole tree. */
  readonly siteIds: readonly string[] | undefined;
  readonly today: CalendarDay;
}

/** Whether a site is valid now or will be. */
export const isUnended = ({ validTo }: Site, today: CalendarDay): boolean =>
  validTo === null || validTo > today;

export const byCode = (sites: readonly Site[]): ReadonlyMap<string, readonly Site[]> =>
  Map.groupBy(sites, ({ code }) => code);

/**
 * The code that a row probably means if its own code has lost leading zeros: there is no current unit with
 * its code, or the row names another unit. Returns undefined if the code may be right, and null if it is not
 * but several codes are possible.
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

/** Returns the function that names a unit together with its parent. */
export function unitNames(sites: readonly Site[]): (site: Pick<Site, 'name' | 'parentId'>) => string {
  const byId = new Map(sites.map((site) => [site.id, site]));
  return ({ name, parentId }) => nameWithParent(name, byId.get(parentId ?? '')?.name);
}

/** A record in words, for the report of a sheet. */
type ReportedRecord = Pick<SheetChange, 'row' | 'siteName' | 'name' | 'takenOut'>;

/** Collects, row by row, what a sheet of records creates and changes. */
export class Comparison<Created, Changed> {
  readonly #created: Created[] = [];
  readonly #changed: { readonly was: Changed; readonly becomes: Changed }[] = [];
  readonly #changes: SheetChange[] = [];
  #unchanged = 0;
  readonly problems: SheetProblem[] = [];

  create(record: Created, cells: SheetChange['cells'], told: ReportedRecord): void {
    this.#created.push(record);
    this.#changes.push({ ...told, what: 'created', cells });
  }

  /** A row with nothing to do. */
  leave(): void {
    this.#unchanged += 1;
  }

  /** @param cells those that differ; none for a row that matches its record */
  change(was: Changed, becomes: Changed, cells: SheetChange['cells'], told: ReportedRecord): void {
    if (cells.length === 0) return this.leave();
    this.#changed.push({ was, becomes });
    this.#changes.push({ ...told, what: 'changed', cells });
  }

  plan(): ImportPlan<{
    readonly created: readonly Created[];
    readonly changed: readonly { readonly was: Changed; readonly becomes: Changed }[];
  }> {
    return {
      change: { created: this.#created, changed: this.#changed },
      changes: this.#changes,
      unchanged: this.#unchanged,
      problems: this.problems.toSorted((a, b) => a.row - b.row),
    };
  }
}

/** The texts of a record by column; null for an empty cell. */
export type CellTexts = Readonly<Record<string, string | null>>;

/** The cells that differ between a record before and after. */
export const changedCells = (was: CellTexts, becomes: CellTexts): SheetChange['cells'] =>
  Object.entries(becomes)
    .map(([column, text]) => ({ column, was: was[column] ?? null, becomes: text }))
    .filter(({ was, becomes }) => was !== becomes);
