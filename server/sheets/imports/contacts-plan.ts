import { zeroDoubles } from '../../../domain/sites/doubles.ts';
import { nameKey } from '../../../domain/sites/fold.ts';
import { mostContacts } from '../../../protocol/rest/meetings/readiness.ts';
import type { SheetChange, SheetProblem, SheetProblemCode } from '../../../protocol/rest/sheets.ts';
import { coverageOf } from '../../identity/scope.ts';
import type { Contact, SiteContactsChange } from '../../sites/contact-repository.ts';
import {
  byCode,
  type CellTexts,
  changedCells,
  isUnended,
  type Existing,
  lostZeros,
  type ImportPlan,
  unitNames,
} from './plan.ts';
import { problemAt, type Row, withPrefix } from './rows.ts';

type BySite = ReadonlyMap<string, readonly Contact[]>;
export type ContactsChange = readonly Required<SiteContactsChange>[];

export interface KnownContacts extends Existing {
  readonly contacts: BySite;
}

/**
 * For each unit in the sheet, its contacts become those of the sheet, in their order. Other units keep
 * theirs.
 */
export function planContacts(
  rows: readonly Row<'contacts'>[],
  { sites, contacts, siteIds, today }: KnownContacts,
): ImportPlan<ContactsChange> {
  const scope = coverageOf(siteIds);
  const unended = sites.filter((site) => isUnended(site, today));
  const sitesOf = byCode(unended);
  const doublesOf = zeroDoubles(unended);
  const nameOf = unitNames(sites);
  const problems: SheetProblem[] = [];
  const change: Required<SiteContactsChange>[] = [];
  const removed: SheetChange[] = [];
  const written: SheetChange[] = [];
  let unchanged = 0;
  for (const [siteCode, ofUnit] of Map.groupBy(rows, ({ cells }) => cells.siteCode)) {
    const found = sitesOf.get(siteCode) ?? [];
    const [site, another] = found;
    const doubles = doublesOf(siteCode);
    const misled = ofUnit.flatMap(({ row, cells }) => {
      const meant = lostZeros(cells, doubles, found, nameOf);
      return meant === undefined
        ? []
        : [problemAt(row, 'siteCode', 'lost-zeros', siteCode, meant ?? undefined)];
    });
    if (misled.length > 0) {
      problems.push(...misled);
      continue;
    }
    if (site === undefined || another !== undefined || !scope.covers(site.id)) {
      const code: SheetProblemCode =
        site === undefined ? 'unknown-site' : another === undefined ? 'outside-scope' : 'ambiguous-site';
      problems.push(...ofUnit.map(({ row }) => problemAt(row, 'siteCode', code, siteCode)));
      continue;
    }
    const people = ofUnit.toSorted((a, b) => order(a) - order(b));
    const before = contacts.get(site.id) ?? [];
    problems.push(...twice(people), ...tooMany(people), ...withoutPrefix(people, before));
    const listed = before.map((contact, at): Listed => ({ ...contact, at }));
    const known = recognise(listed, people);
    const siteName = nameOf(site);
    let differs = before.length !== people.length;
    for (const [at, { row, cells }] of people.entries()) {
      const person = known.get(at);
      const { name, phone } = cells;
      const changed = changedCells(person ? textsOf(person) : { name }, textsOf({ name, phone, at }));
      if (changed.length === 0) unchanged += 1;
      else {
        const what = person ? 'changed' : 'created';
        written.push({ row, what, siteName, name: person?.name ?? name, cells: changed });
        differs = true;
      }
    }
    const stay = new Set(known.values());
    for (const person of listed) {
      if (stay.has(person)) continue;
      const cells = [{ column: 'phone', was: person.phone, becomes: null }];
      removed.push({ row: null, what: 'removed', siteName, name: person.name, cells });
    }
    if (!differs) continue;
    const becomes = people.map(({ cells: { name, phone } }) => ({ name, phone }));
    change.push({ siteId: site.id, was: before, becomes });
  }
  return {
    change,
    changes: [...removed, ...written.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0))],
    unchanged,
    problems: problems.toSorted((a, b) => a.row - b.row),
  };
}

/** A contact with its place in the order in which a unit's contacts are called. */
type Listed = Contact & { readonly at: number };

/**
 * Finds for each contact in the sheet, by its place, which known contact it was before: first by name and
 * number, then by name, then by number. A unit has ten contacts at most.
 */
function recognise(
  before: readonly Listed[],
  people: readonly Row<'contacts'>[],
): ReadonlyMap<number, Listed> {
  const known = new Map<number, Listed>();
  const left = new Set(before);
  const signs: readonly ((a: Contact, b: Contact) => boolean)[] = [
    (a, b) => a.name === b.name && a.phone === b.phone,
    (a, b) => nameKey(a.name) === nameKey(b.name),
    (a, b) => a.phone === b.phone,
  ];
  for (const isSign of signs) {
    for (const [at, { cells }] of people.entries()) {
      const found = known.has(at) ? undefined : [...left].find((person) => isSign(person, cells));
      if (found === undefined) continue;
      known.set(at, found);
      left.delete(found);
    }
  }
  return known;
}

const textsOf = ({ name, phone, at }: Listed): CellTexts => ({ name, phone, position: String(at + 1) });

/** Contacts without a position come last, in the order of the sheet. */
const order = ({ cells }: Row<'contacts'>): number => cells.position ?? Number.MAX_SAFE_INTEGER;

const tooMany = (people: readonly Row<'contacts'>[]): SheetProblem[] =>
  people.slice(mostContacts).map(({ row, cells }) => problemAt(row, 'siteCode', 'too-many', cells.siteCode));

/** A lost prefix is not reported for a number that the unit already has: the sheet did not change it. */
const withoutPrefix = (people: readonly Row<'contacts'>[], before: readonly Contact[]): SheetProblem[] =>
  people.flatMap(({ row, cells: { phone } }) => {
    const whole = withPrefix(phone);
    return whole === undefined || before.some((known) => known.phone === phone)
      ? []
      : [problemAt(row, 'phone', 'lost-prefix', phone, whole)];
  });

const twice = (people: readonly Row<'contacts'>[]): SheetProblem[] =>
  [...Map.groupBy(people, ({ cells: { name, phone } }) => JSON.stringify([name, phone])).values()]
    .flatMap((same) => same.slice(1))
    .map(({ row, cells }) => problemAt(row, 'name', 'twice', cells.name));
