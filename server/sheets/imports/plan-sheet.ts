import { createHash } from 'node:crypto';
import {
  type LegacyEncoding,
  mostSheetChanges,
  mostSheetProblems,
  type SheetEncoding,
  type SheetKind,
  type SheetReport,
} from '../../../protocol/rest/sheets.ts';
import { type AccountsChange, type KnownAccounts, planAccounts } from './accounts-plan.ts';
import { type ContactsChange, type KnownContacts, planContacts } from './contacts-plan.ts';
import { type EndpointsChange, type KnownEndpoints, planEndpoints } from './endpoints-plan.ts';
import { areIn, inUnicode, legacyEncodingOf } from '../formats/legacy-encoding.ts';
import type { ImportPlan } from './plan.ts';
import { type KnownReform, planReform, type ReformChange } from './reform-plan.ts';
import { type Row, readRows } from './rows.ts';
import type { SheetCell, SheetTable } from '../formats/sheet-cell.ts';
import { type KnownSites, planSites, type SitesChange } from './sites-plan.ts';

/** The known records that each kind of sheet is compared with. */
export interface KnownOf {
  readonly sites: KnownSites;
  readonly endpoints: KnownEndpoints;
  readonly contacts: KnownContacts;
  readonly accounts: KnownAccounts;
  readonly reform: KnownReform;
}

/** The changes that each kind of sheet writes. */
export interface ChangeOf {
  readonly sites: SitesChange;
  readonly endpoints: EndpointsChange;
  readonly contacts: ContactsChange;
  readonly accounts: AccountsChange;
  readonly reform: ReformChange;
}

const plans: {
  readonly [K in SheetKind]: (rows: readonly Row<K>[], known: KnownOf[K]) => ImportPlan<ChangeOf[K]>;
} = {
  sites: planSites,
  endpoints: planEndpoints,
  contacts: planContacts,
  accounts: planAccounts,
  reform: planReform,
};

export interface PlannedSheet<K extends SheetKind> {
  readonly report: Omit<SheetReport, 'applied'>;
  /** Null if nothing is to be written: it is a dry run, or there are problems. */
  readonly change: ChangeOf[K] | null;
}

/**
 * Compares the cells of a sheet with the known records and plans the changes.
 * @param asked the encoding that the caller chose; undefined to detect it
 */
export function planSheet<K extends SheetKind>(
  kind: K,
  sheet: SheetTable,
  known: KnownOf[K],
  { dryRun, encoding: asked }: { readonly dryRun: boolean; readonly encoding: SheetEncoding | undefined },
): PlannedSheet<K> {
  const { table, encoding } = decode(sheet, asked);
  const { rows, problems: unread, ignored } = readRows(kind, table);
  const { change, changes, unchanged, problems: unfit } = plans[kind](rows, known);
  // A cell that could not be read is not also missing.
  const told = new Set(unread.map(({ row, column }) => `${row} ${column}`));
  const missed = unfit.filter(({ row, column }) => !told.has(`${row} ${column}`));
  const problems = [...unread, ...missed].toSorted((a, b) => a.row - b.row);
  const count = (what: (typeof changes)[number]['what']): number =>
    changes.filter((each) => each.what === what).length;
  return {
    report: {
      created: count('created'),
      changed: count('changed'),
      unchanged,
      removed: count('removed'),
      changes: changes.slice(0, mostSheetChanges),
      digest: createHash('sha256').update(JSON.stringify(changes)).digest('base64url'),
      problems: problems.slice(0, mostSheetProblems),
      problemCount: problems.length,
      ignored: [...ignored],
      encoding,
    },
    change: dryRun || problems.length > 0 ? null : change,
  };
}

/** Marks cells in a code from before Unicode as such, or converts them if the caller asked for that code. */
function decode(
  sheet: SheetTable,
  asked: SheetEncoding | undefined,
): { readonly table: SheetTable; readonly encoding: LegacyEncoding | null } {
  if (asked === 'unicode') return { table: sheet, encoding: null };
  const encoding = asked ?? legacyEncodingOf(sheet.flatMap((cells) => cells.map(textOf)));
  if (encoding === null) return { table: sheet, encoding };
  const table = sheet.map((cells) => [...cells]);
  const headings = sheet.findIndex((cells) => cells.some((cell) => cell !== ''));
  const mark = (row: number, column: number): void => {
    const text = textOf(table[row]?.[column]);
    const unicode = inUnicode(text, encoding);
    const cells = table[row];
    if (cells !== undefined) cells[column] = asked ? unicode : { is: 'legacy', shown: text, unicode };
  };
  // The headings may be Unicode although the cells below them are not.
  areIn((table[headings] ?? []).map(textOf), encoding).forEach(
    (isIn, column) => isIn && mark(headings, column),
  );
  const width = Math.max(0, ...sheet.map(({ length }) => length));
  for (let column = 0; column < width; column += 1) {
    const below = sheet.slice(headings + 1).map((cells) => textOf(cells[column]));
    areIn(below, encoding).forEach((isIn, at) => isIn && mark(headings + 1 + at, column));
  }
  return { table, encoding };
}

const textOf = (cell: SheetCell | undefined): string => (typeof cell === 'string' ? cell : '');
