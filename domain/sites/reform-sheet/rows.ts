import type { SheetProblemCode } from '../../../protocol/rest/sheets.ts';
import type { Site } from '../tree.ts';

/** One row of a reform: a unit of today, what it becomes, or both. */
export interface ReformRow {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  /** The code of the unit of today; left out where the row adds a unit. */
  readonly code?: string | undefined;
  /** Its name, with or without its parent's, for people and as a check of the code. */
  readonly name?: string | undefined;
  /** Null: the unit ends, and no other continues it. */
  readonly newCode?: string | null | undefined;
  readonly newName?: string | undefined;
  readonly newLevel?: string | undefined;
  /** Null: the top of the tree. */
  readonly newParentCode?: string | null | undefined;
}

export type ReformColumn = Exclude<keyof ReformRow, 'row'>;

export interface ReformProblem {
  readonly row: number;
  readonly column: ReformColumn;
  readonly code: SheetProblemCode;
  /** What is wrong, where it is not what the cell says. */
  readonly value?: string;
  readonly proposal?: string;
}

const newCells = ['newCode', 'newName', 'newLevel', 'newParentCode'] as const;

/** Whether the row says nothing about the unit's future: it stays as it is. */
export const saysNothing = (row: ReformRow): boolean => newCells.every((cell) => row[cell] === undefined);

export interface RowsOfUnits {
  /** The first row of a unit of today; null if the sheet leaves it out. */
  readonly rowOf: (site: Site) => number | null;
  /** The same; for a unit that is left out, that of the nearest unit above, which it follows. */
  readonly causeOf: (site: Site) => number;
}

/** Finds the rows to name where something is said about a unit. */
export function rowsOfUnits(rows: readonly ReformRow[], standing: readonly Site[]): RowsOfUnits {
  const byCode = Map.groupBy(rows, ({ code }) => code);
  const byId = new Map(standing.map((site) => [site.id, site]));
  const rowOf = ({ code }: Site): number | null => byCode.get(code)?.[0]?.row ?? null;
  const causeOf = (site: Site): number => {
    const above = byId.get(site.parentId ?? '');
    return rowOf(site) ?? (above ? causeOf(above) : 1);
  };
  return { rowOf, causeOf };
}
