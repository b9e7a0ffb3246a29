import { mostContacts } from '../../protocol/rest/readiness.ts';
import type { SheetProblem, SheetProblemCode } from '../../protocol/rest/sheets.ts';
import type { Contact } from '../sites/contact-repository.ts';
import { byCode, isUnended, type Known, type Plan } from './plan.ts';
import { problemAt, type Row } from './rows.ts';

/** By site, in the place of all that it had. */
export type ContactsChange = ReadonlyMap<string, readonly Contact[]>;

interface KnownContacts extends Known {
  readonly contacts: ReadonlyMap<string, readonly Contact[]>;
}

/** A unit that the sheet names has those people whom the sheet says, in their order; the others stay as they are. */
export function planContacts(
  rows: readonly Row<'contacts'>[],
  { sites, contacts, scope, today }: KnownContacts,
): Plan<ContactsChange> {
  const sitesOf = byCode(sites.filter((site) => isUnended(site, today)));
  const problems: SheetProblem[] = [];
  const change = new Map<string, readonly Contact[]>();
  const counts = { created: 0, changed: 0, unchanged: 0, removed: 0 };
  for (const [siteCode, ofUnit] of Map.groupBy(rows, ({ cells }) => cells.siteCode)) {
    const [site, another] = sitesOf.get(siteCode) ?? [];
    if (site === undefined || another !== undefined || !scope.covers(site.id)) {
      const code: SheetProblemCode =
        site === undefined ? 'unknown-site' : another === undefined ? 'outside-scope' : 'ambiguous-site';
      problems.push(...ofUnit.map(({ row }) => problemAt(row, 'siteCode', code, siteCode)));
      continue;
    }
    const people = ofUnit.toSorted((a, b) => order(a) - order(b));
    problems.push(...twice(people), ...tooMany(people));
    const before = contacts.get(site.id) ?? [];
    const after = people.map(({ cells: { name, phone } }): Contact => ({ name, phone }));
    for (const [index, person] of after.entries()) {
      const known = before[index];
      if (known === undefined) counts.created += 1;
      else if (isSame(known, person)) counts.unchanged += 1;
      else counts.changed += 1;
    }
    counts.removed += Math.max(before.length - after.length, 0);
    const stays =
      before.length === after.length &&
      before.every((known, index) => isSame(known, after[index] ?? { name: '', phone: '' }));
    if (!stays) change.set(site.id, after);
  }
  return { change, counts, problems: problems.toSorted((a, b) => a.row - b.row) };
}

/** Who has no number comes last, as the sheet has it. */
const order = ({ cells }: Row<'contacts'>): number => cells.position ?? Number.MAX_SAFE_INTEGER;

const isSame = (a: Contact, b: Contact): boolean => a.name === b.name && a.phone === b.phone;

const tooMany = (people: readonly Row<'contacts'>[]): SheetProblem[] =>
  people.slice(mostContacts).map(({ row, cells }) => problemAt(row, 'siteCode', 'too-many', cells.siteCode));

const twice = (people: readonly Row<'contacts'>[]): SheetProblem[] =>
  [...Map.groupBy(people, ({ cells: { name, phone } }) => JSON.stringify([name, phone])).values()]
    .flatMap((same) => same.slice(1))
    .map(({ row, cells }) => problemAt(row, 'name', 'twice', cells.name));
