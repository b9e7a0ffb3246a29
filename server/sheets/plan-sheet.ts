import { createHash } from 'node:crypto';
import {
  mostSheetChanges,
  mostSheetProblems,
  type SheetKind,
  type SheetReport,
} from '../../protocol/rest/sheets.ts';
import { type ContactsChange, type KnownContacts, planContacts } from './contacts-plan.ts';
import { type EndpointsChange, type KnownEndpoints, planEndpoints } from './endpoints-plan.ts';
import type { Plan } from './plan.ts';
import { type Row, readRows } from './rows.ts';
import { type KnownSites, planSites, type SitesChange } from './sites-plan.ts';

/** What each kind of sheet is held against. */
export interface KnownOf {
  readonly sites: KnownSites;
  readonly endpoints: KnownEndpoints;
  readonly contacts: KnownContacts;
}

/** What each kind of sheet has written. */
export interface ChangeOf {
  readonly sites: SitesChange;
  readonly endpoints: EndpointsChange;
  readonly contacts: ContactsChange;
}

const plans: {
  readonly [K in SheetKind]: (rows: readonly Row<K>[], known: KnownOf[K]) => Plan<ChangeOf[K]>;
} = { sites: planSites, endpoints: planEndpoints, contacts: planContacts };

export interface PlannedSheet<K extends SheetKind> {
  readonly report: Omit<SheetReport, 'applied'>;
  /** Null where nothing is to be written: nobody wants it, or there is a problem. */
  readonly change: ChangeOf[K] | null;
}

/** Holds the texts of a sheet against what is known. */
export function planSheet<K extends SheetKind>(
  kind: K,
  table: readonly (readonly string[])[],
  known: KnownOf[K],
  dryRun: boolean,
): PlannedSheet<K> {
  const { rows, problems: unread, ignored } = readRows(kind, table);
  const { change, changes, unchanged, problems: unfit } = plans[kind](rows, known);
  const problems = [...unread, ...unfit].toSorted((a, b) => a.row - b.row);
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
    },
    change: dryRun || problems.length > 0 ? null : change,
  };
}
