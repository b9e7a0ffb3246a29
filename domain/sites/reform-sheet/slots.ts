import { zeroDoubles } from '../doubles.ts';
import { nameKey } from '../fold.ts';
import type { Site } from '../tree.ts';
import { type ReformColumn, type ReformProblem, type ReformRow, saysNothing } from './rows.ts';

/** A unit as it is after the reform, before it is known whether it is one of today. */
export interface Slot {
  readonly code: string;
  /** Rows that name it; none for a unit that the sheet leaves out. */
  readonly rows: readonly ReformRow[];
  /** The units of today that go into it, in the order of the sheet. */
  readonly from: readonly Site[];
}

export interface Slots {
  /** One for each unit after the reform. */
  readonly all: readonly Slot[];
  /** What each unit of today becomes, in the order of the sheet; empty where it ends. */
  readonly of: ReadonlyMap<Site, readonly Slot[]>;
  readonly problems: readonly ReformProblem[];
}

interface Today {
  /** The units that exist before the reform and are not to end by it. */
  readonly standing: readonly Site[];
  readonly covers: (siteId: string) => boolean;
  readonly nameOf: (site: Site) => string;
}

interface Draft {
  readonly code: string;
  readonly rows: ReformRow[];
  readonly from: Set<Site>;
}

/** Sorts the rows of a reform by the unit that they lead to. Units that no row names go on as they are. */
export function readSlots(rows: readonly ReformRow[], { standing, covers, nameOf }: Today): Slots {
  const problems: ReformProblem[] = [];
  const wrong = (
    { row }: ReformRow,
    column: ReformColumn,
    code: ReformProblem['code'],
    proposal?: string,
  ): undefined => {
    problems.push({ row, column, code, ...(proposal !== undefined && { proposal }) });
    return undefined;
  };
  const byCode = Map.groupBy(standing, ({ code }) => code);
  const doublesOf = zeroDoubles(standing);

  /** The unit of today that a row names; null for none, undefined where it cannot be told. */
  const unitOf = (row: ReformRow): Site | null | undefined => {
    if (row.code === undefined) {
      if (row.newCode === undefined || row.newCode === null)
        return wrong(row, row.name === undefined ? 'newCode' : 'code', 'required');
      return null;
    }
    const [site, another] = byCode.get(row.code) ?? [];
    const [double, anotherDouble] = doublesOf(row.code);
    if (another !== undefined) return wrong(row, 'code', 'ambiguous-site');
    if (site === undefined && double !== undefined)
      return wrong(row, 'code', 'lost-zeros', anotherDouble === undefined ? double.code : undefined);
    if (site === undefined) return wrong(row, 'code', 'unknown-site');
    if (!covers(site.id)) return wrong(row, 'code', 'outside-scope');
    const isNamed =
      row.name === undefined ||
      [site.name, nameOf(site)].some((name) => nameKey(name) === nameKey(row.name ?? ''));
    return isNamed ? site : wrong(row, 'name', 'other-name', nameOf(site));
  };

  const drafts = new Map<string, Draft>();
  const draftOf = (code: string): Draft => {
    const known = drafts.get(code) ?? { code, rows: [], from: new Set() };
    drafts.set(code, known);
    return known;
  };
  const leads = new Map<Site, Draft[]>();
  const ending = new Map<Site, ReformRow>();
  const lead = (site: Site, draft: Draft): void => {
    draft.from.add(site);
    leads.set(site, [...(leads.get(site) ?? []), draft]);
  };
  for (const row of rows) {
    const site = unitOf(row);
    if (site === undefined) continue;
    if (row.newCode === null && site !== null) {
      if (ending.has(site)) wrong(row, 'code', 'twice');
      ending.set(site, row);
      continue;
    }
    const draft = draftOf(row.newCode ?? site?.code ?? '');
    const isTwice = site !== null && draft.from.has(site);
    if (isTwice) wrong(row, 'code', 'twice');
    if (byCode.get(draft.code)?.[1] !== undefined) wrong(row, 'newCode', 'ambiguous-site');
    if (!saysNothing(row)) draft.rows.push(row);
    if (site !== null && !isTwice) lead(site, draft);
  }
  for (const [site, row] of ending) if (leads.has(site)) wrong(row, 'newCode', 'differs');
  for (const site of standing) {
    if (leads.has(site) || ending.has(site)) continue;
    // Units with one code are a mistake of the past: each goes on by itself.
    if (byCode.get(site.code)?.[1] === undefined) lead(site, draftOf(site.code));
    else leads.set(site, [{ code: site.code, rows: [], from: new Set([site]) }]);
  }

  const slots = new Map<Draft, Slot>();
  const slotOf = (draft: Draft): Slot => {
    const known = slots.get(draft) ?? { code: draft.code, rows: draft.rows, from: [...draft.from] };
    slots.set(draft, known);
    return known;
  };
  const of = new Map(standing.map((site) => [site, (leads.get(site) ?? []).map(slotOf)] as const));
  for (const draft of drafts.values()) slotOf(draft);
  return { all: [...slots.values()], of, problems };
}
