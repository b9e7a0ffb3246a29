import { v7 as uuid } from 'uuid';
import { zeroDoubles } from '../../../domain/sites/doubles.ts';
import { fold, nameKey } from '../../../domain/sites/fold.ts';
import type { SheetChange, SheetProblem, SheetProblemCode } from '../../../protocol/rest/sheets.ts';
import { coverageOf } from '../../identity/scope.ts';
import type { Endpoint } from '../../sites/endpoint-repository.ts';
import {
  byCode,
  type CellTexts,
  changedCells,
  isUnended,
  type Existing,
  lostZeros,
  type Plan,
  unitNames,
} from './plan.ts';
import { problemAt, type Row } from './rows.ts';

export type EndpointsChange = {
  readonly created: readonly Endpoint[];
  readonly changed: readonly { readonly was: Endpoint; readonly becomes: Endpoint }[];
};

export interface KnownEndpoints extends Existing {
  /**
   * Endpoints in use within the caller's subtree. The plan must not know others, so that a report reveals
   * nothing about them.
   */
  readonly endpoints: readonly Endpoint[];
  readonly nowMs: number;
}

/**
 * A room is identified by its unit's code and its name. The unit may be of any day with that code: a reform
 * renames the unit and leaves the room where it was.
 */
export function planEndpoints(
  rows: readonly Row<'endpoints'>[],
  { sites, endpoints, siteIds, today, nowMs }: KnownEndpoints,
): Plan<EndpointsChange> {
  const scope = coverageOf(siteIds);
  const sitesOf = byCode(sites);
  const doublesOf = zeroDoubles(sites.filter((site) => isUnended(site, today)));
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const nameOf = unitNames(sites);
  const known = Map.groupBy(endpoints, ({ siteId, name }) => keyOf(siteById.get(siteId)?.code ?? '', name));
  const created: Endpoint[] = [];
  const changed: EndpointsChange['changed'][number][] = [];
  const changes: SheetChange[] = [];
  const problems: SheetProblem[] = [];
  const seen = new Set<string>();
  let unchanged = 0;
  for (const { row, cells } of rows) {
    const { siteCode, name } = cells;
    const wrong = (column: 'siteCode' | 'name', code: SheetProblemCode, proposal?: string): unknown =>
      problems.push(problemAt(row, column, code, cells[column], proposal));
    const units = sitesOf.get(siteCode) ?? [];
    const standing = units.filter((site) => isUnended(site, today));
    const key = keyOf(siteCode, name);
    const [before, another] = known.get(key) ?? [];
    const site = before === undefined ? standing[0] : siteById.get(before.siteId);
    const meant = lostZeros(cells, doublesOf(siteCode), units, nameOf);
    if (meant !== undefined) wrong('siteCode', 'lost-zeros', meant ?? undefined);
    else if (units.length === 0) wrong('siteCode', 'unknown-site');
    else if (site === undefined) wrong('siteCode', 'site-closed');
    else if (before === undefined && standing.length > 1) wrong('siteCode', 'ambiguous-site');
    else if (!scope.covers(site.id)) wrong('siteCode', 'outside-scope');
    else if (another !== undefined) wrong('name', 'ambiguous');
    else if (seen.has(key)) wrong('name', 'twice');
    else {
      seen.add(key);
      const siteName = nameOf(site);
      const after = filledIn(before ?? newEndpoint(site.id, nowMs), cells);
      const differing = changedCells(before ? textsOf(before) : { name }, textsOf(after));
      if (before === undefined) {
        created.push(after);
        changes.push({ row, what: 'created', siteName, name, cells: differing });
      } else if (differing.length > 0) {
        changed.push({ was: before, becomes: after });
        changes.push({ row, what: 'changed', siteName, name: before.name, cells: differing });
      } else unchanged += 1;
    }
  }
  return { change: { created, changed }, changes, unchanged, problems };
}

const keyOf = (siteCode: string, name: string): string => `${siteCode} ${nameKey(name)}`;

const newEndpoint = (siteId: string, createdAtMs: number): Endpoint => ({
  id: uuid(),
  siteId,
  name: '',
  folded: '',
  lineDownKbps: null,
  lineUpKbps: null,
  email: null,
  phone: null,
  equipment: null,
  tags: [],
  cleared: false,
  createdAtMs,
  retiredAtMs: null,
});

/** Properties that the sheet leaves out keep their value. */
function filledIn(
  base: Endpoint,
  { name, email, phone, equipment, lineDownKbps, lineUpKbps, tags }: Row<'endpoints'>['cells'],
): Endpoint {
  return {
    ...base,
    name,
    folded: fold(name),
    email: email === undefined ? base.email : email,
    phone: phone === undefined ? base.phone : phone,
    equipment: equipment === undefined ? base.equipment : equipment,
    lineDownKbps: lineDownKbps === undefined ? base.lineDownKbps : lineDownKbps,
    lineUpKbps: lineUpKbps === undefined ? base.lineUpKbps : lineUpKbps,
    // The order of tags has no meaning.
    tags: tags === undefined || isSameSet(tags ?? [], base.tags) ? base.tags : (tags ?? []),
  };
}

/** Neither list holds a word twice. */
const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word) => b.includes(word));

const textsOf = ({ name, email, phone, equipment, lineDownKbps, lineUpKbps, tags }: Endpoint): CellTexts => ({
  name,
  email,
  phone,
  equipment,
  lineDownKbps: lineDownKbps === null ? null : String(lineDownKbps),
  lineUpKbps: lineUpKbps === null ? null : String(lineUpKbps),
  tags: tags.length === 0 ? null : tags.join(', '),
});
