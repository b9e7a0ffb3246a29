import { v7 as uuid } from 'uuid';
import { startOfDayInVietnam } from '../../../domain/sites/calendar.ts';
import { zeroDoubles } from '../../../domain/sites/doubles.ts';
import { fold, nameKey } from '../../../domain/sites/fold.ts';
import type { CalendarDay, Site } from '../../../domain/sites/tree.ts';
import type { SheetProblemCode } from '../../../protocol/rest/sheets.ts';
import { coverageOf } from '../../identity/scope.ts';
import type { Endpoint, MeetingsAhead } from '../../sites/endpoint-repository.ts';
import {
  byCode,
  type CellTexts,
  changedCells,
  Comparison,
  isUnended,
  type Existing,
  lostZeros,
  type ImportPlan,
  unitNames,
} from './plan.ts';
import { type Cells, problemAt, type Row } from './rows.ts';

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
  /** Endpoints within the caller's subtree that are no longer in use. */
  readonly retired: readonly Endpoint[];
  /** By endpoint in use; those with no meeting ahead are left out. */
  readonly ahead: ReadonlyMap<string, MeetingsAhead>;
  /** The endpoints with a paired device. */
  readonly pairedIds: ReadonlySet<string>;
  readonly nowMs: number;
}

/**
 * A room is identified by its id, or else by its unit's code and its name. Only a row with the id renames or
 * moves it. The unit may be of any day with that code: a reform renames the unit and leaves the room where it
 * was.
 */
export function planEndpoints(
  rows: readonly Row<'endpoints'>[],
  known: KnownEndpoints,
): ImportPlan<EndpointsChange> {
  const { sites, endpoints, ahead, pairedIds, nowMs } = known;
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const nameOf = unitNames(sites);
  const meaningOf = meanings(known);
  const comparison = new Comparison<Endpoint, Endpoint>();
  const seen = new Set<string>();
  const written: WrittenRow[] = [];
  for (const { row, cells } of rows) {
    const wrong = ({ column, code, proposal }: RoomFault): unknown =>
      comparison.problems.push(problemAt(row, column, code, cells[column] ?? '', proposal));
    const meant = meaningOf(cells);
    if (meant === 'out-of-use') comparison.leave();
    else if ('code' in meant) wrong(meant);
    else {
      const { before, site } = meant;
      const key = before?.id ?? keyOf(cells.siteCode, cells.name);
      if (seen.has(key)) {
        wrong({ column: cells.id === undefined ? 'name' : 'id', code: 'twice' });
        continue;
      }
      seen.add(key);
      const after = filledIn(before ?? newEndpoint(site.id, nowMs), site, cells);
      const current = siteById.get(before?.siteId ?? '') ?? site;
      const told = { row, siteName: nameOf(current), name: before?.name ?? cells.name };
      const was = before ? textsOf(before, current) : { name: after.name, siteCode: site.code };
      const differing = changedCells(was, textsOf(after, site, cells.retiredFrom));
      const takenOut = {
        invitations: ahead.get(after.id)?.invitations ?? 0,
        isPaired: pairedIds.has(after.id),
      };
      if (before === undefined) comparison.create(after, differing, told);
      else
        comparison.change(before, after, differing, {
          ...told,
          ...(after.retiredAtMs !== null && { takenOut }),
        });
      written.push({ row, before, after });
    }
  }
  for (const { row, after } of doubled(written, endpoints))
    comparison.problems.push(problemAt(row, 'name', 'same-room-name', after.name));
  return comparison.plan();
}

interface RoomFault {
  readonly column: 'siteCode' | 'name' | 'retiredFrom' | 'id';
  readonly code: SheetProblemCode;
  readonly proposal?: string | undefined;
}

/** A room in use, or a new one, and the unit that it is in after the import. */
interface MeantRoom {
  readonly before: Endpoint | undefined;
  readonly site: Site;
}

/**
 * Returns the function that finds the room and the unit of a row. `out-of-use`: the row retires a room that has
 * been retired already.
 */
function meanings({ sites, endpoints, retired, ahead, siteIds, today }: KnownEndpoints) {
  const scope = coverageOf(siteIds);
  const sitesOf = byCode(sites);
  const doublesOf = zeroDoubles(sites.filter((site) => isUnended(site, today)));
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const nameOf = unitNames(sites);
  const keyIn = ({ siteId, name }: Endpoint): string => keyOf(siteById.get(siteId)?.code ?? '', name);
  const byKey = Map.groupBy(endpoints, keyIn);
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const gone = new Set(retired.flatMap((endpoint) => [endpoint.id, keyIn(endpoint)]));

  return (cells: Cells<'endpoints'>): MeantRoom | RoomFault | 'out-of-use' => {
    const { siteCode, name, retiredFrom, id } = cells;
    const key = keyOf(siteCode, name);
    const namesakes = byKey.get(key) ?? [];
    const before = id === undefined ? namesakes[0] : byId.get(id);
    if (before === undefined && retiredFrom !== undefined && gone.has(id ?? key)) return 'out-of-use';
    if (before === undefined && id !== undefined) return { column: 'id', code: 'unknown-endpoint' };
    const units = sitesOf.get(siteCode) ?? [];
    const standing = units.filter((site) => isUnended(site, today));
    const current = siteById.get(before?.siteId ?? '');
    const site = current?.code === siteCode ? current : standing[0];
    const isMoved = before !== undefined && site?.id !== before.siteId;
    const proposal = lostZeros(cells, doublesOf(siteCode), units, nameOf);
    if (proposal !== undefined)
      return { column: 'siteCode', code: 'lost-zeros', proposal: proposal ?? undefined };
    if (units.length === 0) return { column: 'siteCode', code: 'unknown-site' };
    if (site === undefined) return { column: 'siteCode', code: 'site-closed' };
    if ((before === undefined || isMoved) && standing.length > 1)
      return { column: 'siteCode', code: 'ambiguous-site' };
    if (!scope.covers(site.id)) return { column: 'siteCode', code: 'outside-scope' };
    if (id === undefined && namesakes.length > 1) return { column: 'name', code: 'ambiguous' };
    if (before === undefined && retiredFrom !== undefined)
      return { column: 'name', code: 'unknown-endpoint' };
    if (retiredFrom !== undefined && retiredFrom > today) return { column: 'retiredFrom', code: 'not-yet' };
    const isLive = before !== undefined && ahead.get(before.id)?.isLive === true;
    if (isLive && isMoved) return { column: 'siteCode', code: 'live' };
    if (isLive && retiredFrom !== undefined) return { column: 'retiredFrom', code: 'live' };
    return { before, site };
  };
}

interface WrittenRow {
  readonly row: number;
  readonly before: Endpoint | undefined;
  readonly after: Endpoint;
}

/**
 * Rows that would give a unit a second room of the same name. A room that keeps its unit and name may be older
 * than this rule.
 */
function doubled(written: readonly WrittenRow[], endpoints: readonly Endpoint[]): readonly WrittenRow[] {
  const after = new Map([
    ...endpoints.map((endpoint) => [endpoint.id, endpoint] as const),
    ...written.map((each) => [each.after.id, each.after] as const),
  ]);
  const places = Map.groupBy(
    [...after.values()].filter(({ retiredAtMs }) => retiredAtMs === null),
    placeOf,
  );
  return written.filter(({ before, after }) => {
    const isPlaced = before === undefined || placeOf(before) !== placeOf(after);
    return isPlaced && after.retiredAtMs === null && places.get(placeOf(after))?.length !== 1;
  });
}

const keyOf = (siteCode: string, name: string): string => `${siteCode} ${nameKey(name)}`;

const placeOf = ({ siteId, name }: Endpoint): string => keyOf(siteId, name);

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
  site: Site,
  { name, email, phone, equipment, lineDownKbps, lineUpKbps, tags, retiredFrom }: Cells<'endpoints'>,
): Endpoint {
  return {
    ...base,
    siteId: site.id,
    name,
    folded: fold(name),
    email: email === undefined ? base.email : email,
    phone: phone === undefined ? base.phone : phone,
    equipment: equipment === undefined ? base.equipment : equipment,
    lineDownKbps: lineDownKbps === undefined ? base.lineDownKbps : lineDownKbps,
    lineUpKbps: lineUpKbps === undefined ? base.lineUpKbps : lineUpKbps,
    // The order of tags has no meaning.
    tags: tags === undefined || isSameSet(tags ?? [], base.tags) ? base.tags : (tags ?? []),
    retiredAtMs: retiredFrom === undefined ? null : startOfDayInVietnam(retiredFrom),
  };
}

/** Neither list holds a word twice. */
const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word) => b.includes(word));

const textsOf = (
  { name, email, phone, equipment, lineDownKbps, lineUpKbps, tags }: Endpoint,
  { code: siteCode }: Site,
  retiredFrom: CalendarDay | null = null,
): CellTexts => ({
  name,
  siteCode,
  email,
  phone,
  equipment,
  lineDownKbps: lineDownKbps === null ? null : String(lineDownKbps),
  lineUpKbps: lineUpKbps === null ? null : String(lineUpKbps),
  tags: tags.length === 0 ? null : tags.join(', '),
  retiredFrom,
});
