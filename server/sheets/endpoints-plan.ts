import { fold, nameKey } from '../../domain/sites/fold.ts';
import type { SheetProblem, SheetProblemCode } from '../../protocol/rest/sheets.ts';
import type { Endpoint } from '../sites/endpoint-repository.ts';
import { byCode, isUnended, type Known, type Plan } from './plan.ts';
import { problemAt, type Row } from './rows.ts';

export type EndpointsChange = {
  readonly created: readonly Endpoint[];
  readonly changed: readonly Endpoint[];
};

interface KnownEndpoints extends Known {
  /** All in use. */
  readonly endpoints: readonly Endpoint[];
  readonly nowMs: number;
}

/**
 * A room is known by its unit's code and its name, whichever day's unit of that code it was made for: a reform renames the
 * unit and leaves the room where it was.
 */
export function planEndpoints(
  rows: readonly Row<'endpoints'>[],
  { sites, endpoints, scope, today, nowMs, newId }: KnownEndpoints,
): Plan<EndpointsChange> {
  const sitesOf = byCode(sites);
  const codeOf = new Map(sites.map(({ id, code }) => [id, code]));
  const known = Map.groupBy(endpoints, ({ siteId, name }) => keyOf(codeOf.get(siteId) ?? '', name));
  const created: Endpoint[] = [];
  const changed: Endpoint[] = [];
  const problems: SheetProblem[] = [];
  const seen = new Set<string>();
  let unchanged = 0;
  for (const { row, cells } of rows) {
    const { siteCode, name, ...given } = cells;
    const wrong = (column: keyof typeof cells, code: SheetProblemCode): unknown =>
      problems.push(problemAt(row, column, code, String(cells[column] ?? '')));
    const units = sitesOf.get(siteCode) ?? [];
    const standing = units.filter((site) => isUnended(site, today));
    const key = keyOf(siteCode, name);
    const [before, another] = known.get(key) ?? [];
    const siteId = before?.siteId ?? standing[0]?.id;
    if (units.length === 0) wrong('siteCode', 'unknown-site');
    else if (siteId === undefined) wrong('siteCode', 'site-closed');
    else if (before === undefined && standing.length > 1) wrong('siteCode', 'ambiguous-site');
    else if (!scope.covers(siteId)) wrong('siteCode', 'outside-scope');
    else if (another !== undefined) wrong('name', 'ambiguous');
    else if (seen.has(key)) wrong('name', 'twice');
    else {
      seen.add(key);
      const base = before ?? {
        id: newId(),
        siteId,
        tags: [],
        lineDownKbps: null,
        lineUpKbps: null,
        email: null,
        createdAtMs: nowMs,
        retiredAtMs: null,
      };
      const after: Endpoint = {
        ...base,
        name,
        folded: fold(name),
        email: given.email === undefined ? base.email : given.email,
        lineDownKbps: given.lineDownKbps === undefined ? base.lineDownKbps : given.lineDownKbps,
        lineUpKbps: given.lineUpKbps === undefined ? base.lineUpKbps : given.lineUpKbps,
      };
      if (before === undefined) created.push(after);
      else if (isSame(before, after)) unchanged += 1;
      else changed.push(after);
    }
  }
  return {
    change: { created, changed },
    counts: { created: created.length, changed: changed.length, unchanged, removed: 0 },
    problems,
  };
}

const keyOf = (siteCode: string, name: string): string => `${siteCode} ${nameKey(name)}`;

const isSame = (a: Endpoint, b: Endpoint): boolean =>
  a.name === b.name &&
  a.email === b.email &&
  a.lineDownKbps === b.lineDownKbps &&
  a.lineUpKbps === b.lineUpKbps;
