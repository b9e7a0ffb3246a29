import { v7 as uuid } from 'uuid';
import { placeOf, zeroDoubles } from '../../../domain/sites/doubles.ts';
import { fold } from '../../../domain/sites/fold.ts';
import type { Site, SiteCorrection, SiteLevel } from '../../../domain/sites/tree.ts';
import type { SheetChange, SheetProblem, SheetProblemCode } from '../../../protocol/rest/sheets.ts';
import { coverageOf } from '../../identity/scope.ts';
import {
  byCode,
  type CellTexts,
  changedCells,
  isUnended,
  type Existing,
  type ImportPlan,
  unitNames,
} from './plan.ts';
import { problemAt, type Row } from './rows.ts';

export type SitesChange = { readonly created: readonly Site[]; readonly changed: readonly SiteCorrection[] };

export interface KnownSites extends Existing {
  readonly levels: readonly SiteLevel[];
}

/**
 * Plans new units and corrections of current ones. A unit that a reform renames or merges becomes another
 * unit on that day, with its lineage. A sheet cannot do that (see `sheet.importReform`), so a current code with
 * another first day is refused.
 */
export function planSites(
  rows: readonly Row<'sites'>[],
  { sites, levels, siteIds, today }: KnownSites,
): ImportPlan<SitesChange> {
  const scope = coverageOf(siteIds);
  const problems: SheetProblem[] = [];
  const wrong = (
    { row, cells }: Row<'sites'>,
    column: keyof typeof cells,
    code: SheetProblemCode,
    proposal?: string,
  ): unknown => problems.push(problemAt(row, column, code, cells[column] ?? '', proposal));

  const sitesOf = byCode(sites);
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const levelOf = new Map(levels.flatMap((level) => namesOf(level).map((name) => [name, level] as const)));
  const rankOf = new Map(levels.map(({ id, rank }) => [id, rank]));
  const topRank = Math.min(...levels.map(({ rank }) => rank));

  // First finds the unit of each row, so that a row may name a parent that comes later in the sheet.
  const meant = new Map<Row<'sites'>, { readonly id: string; readonly before: Site | undefined }>();
  const seen = new Set<string>();
  for (const row of rows) {
    const { code, validFrom } = row.cells;
    const namesakes = sitesOf.get(code) ?? [];
    const unended = namesakes.filter((site) => isUnended(site, today));
    const fitting = unended.filter((site) => (validFrom ?? site.validFrom) === site.validFrom);
    const [before, another] = fitting;
    const key = before?.id ?? code;
    if (seen.has(key)) wrong(row, 'code', 'twice');
    else if (another !== undefined) wrong(row, 'code', 'ambiguous-site');
    else if (before === undefined && unended.length > 0) wrong(row, 'validFrom', 'reform');
    else if (before === undefined && namesakes.some((site) => site.validFrom === (validFrom ?? today)))
      wrong(row, 'code', 'site-closed');
    else if (before !== undefined && !scope.covers(before.id)) wrong(row, 'code', 'outside-scope');
    else meant.set(row, { id: before?.id ?? uuid(), before });
    seen.add(key);
  }
  const idsOf = Map.groupBy(
    [
      ...sites.filter((site) => isUnended(site, today)).map(({ code, id }) => ({ code, id })),
      ...[...meant].flatMap(([{ cells }, { id, before }]) => (before ? [] : [{ code: cells.code, id }])),
    ],
    ({ code }) => code,
  );

  const doublesOf = zeroDoubles(sites.filter((site) => isUnended(site, today)));
  const drafted = new Map<string, { readonly row: Row<'sites'>; readonly site: Site }>();
  for (const [row, { id, before }] of meant) {
    const { cells } = row;
    const level = levelOf.get(fold(cells.level));
    const parent = parentOf(cells.parentCode, before);
    const double = before?.levelId === level?.id ? undefined : doublesOf(cells.code).find(isOf(level));
    const [parentDouble, anotherDouble] = doublesOf(cells.parentCode ?? '');
    if (level === undefined) wrong(row, 'level', 'unknown-level');
    else if (double !== undefined) wrong(row, 'code', 'lost-zeros', double.code);
    else if (parent === undefined && parentDouble !== undefined)
      wrong(row, 'parentCode', 'lost-zeros', anotherDouble === undefined ? parentDouble.code : undefined);
    else if (before !== undefined && before.levelId !== level.id && !scope.covers(null))
      wrong(row, 'level', 'outside-scope');
    else if (parent === undefined) wrong(row, 'parentCode', 'unknown-parent');
    else if (parent === null && before?.parentId !== null && level.rank > topRank)
      wrong(row, 'parentCode', 'required');
    else if (before?.parentId !== parent && siteById.has(parent ?? '') && !scope.covers(parent))
      wrong(row, 'parentCode', 'outside-scope');
    else if (before === undefined && parent === null && !scope.covers(null))
      wrong(row, 'parentCode', 'outside-scope');
    else {
      const validFrom = cells.validFrom ?? before?.validFrom ?? today;
      const validTo = cells.validTo === undefined ? (before?.validTo ?? null) : cells.validTo;
      const { code, name } = cells;
      const site = {
        id,
        code,
        name,
        folded: fold(name),
        levelId: level.id,
        parentId: parent,
        validFrom,
        validTo,
      };
      if (validTo !== null && validTo <= validFrom) wrong(row, 'validTo', 'ends-before-start');
      else drafted.set(id, { row, site });
    }
  }

  /**
   * Null for no parent, undefined for an unknown one. A unit keeps its current parent if that has the code.
   */
  function parentOf(code: string | null | undefined, before: Site | undefined): string | null | undefined {
    const current = siteById.get(before?.parentId ?? '');
    if (code === undefined) return before?.parentId ?? null;
    if (code === null) return null;
    if (current?.code === code) return current.id;
    const [found, another] = idsOf.get(code) ?? [];
    return another === undefined ? found?.id : undefined;
  }

  // Written units must fit their parents and children. Unchanged ones may be older than the rules and are not
  // checked.
  const after = new Map([...siteById, ...[...drafted].map(([id, { site }]) => [id, site] as const)]);
  const nameOf = unitNames([...after.values()]);
  const levelNames = new Map(levels.map(({ id, nameVi }) => [id, nameVi]));
  const textsOf = ({ name, levelId, parentId, validFrom, validTo }: Site): CellTexts => ({
    name,
    level: levelNames.get(levelId) ?? levelId,
    parentCode: after.get(parentId ?? '')?.code ?? null,
    validFrom,
    validTo,
  });
  const created: Site[] = [];
  const changed: SiteCorrection[] = [];
  const changes: SheetChange[] = [];
  const written = new Set<string>();
  for (const [id, { row, site }] of drafted) {
    const was = siteById.get(id);
    const cells = changedCells(was ? textsOf(was) : { name: site.name }, textsOf(site));
    if (was !== undefined && cells.length === 0) continue;
    written.add(id);
    if (was === undefined) created.push(site);
    else changed.push({ was, becomes: site });
    changes.push({
      row: row.row,
      what: was ? 'changed' : 'created',
      siteName: nameOf(was ?? site),
      name: null,
      cells,
    });
  }
  const namesakes = Map.groupBy(
    [...after.values()].filter((site) => isUnended(site, today)),
    placeOf,
  );
  for (const site of created) {
    const { row } = drafted.get(site.id) ?? {};
    // Namesakes that follow one another in time are a reform, not a problem.
    const namesake = namesakes
      .get(placeOf(site))
      ?.find(
        (other) => other.id !== site.id && siteById.has(other.id) && (other.validTo ?? '9') > site.validFrom,
      );
    if (row !== undefined && namesake !== undefined) wrong(row, 'name', 'namesake', namesake.code);
  }
  for (const site of after.values()) {
    const parent = after.get(site.parentId ?? '');
    if (parent === undefined || !isUnended(site, today)) continue;
    const { row } = (written.has(site.id) ? drafted.get(site.id) : drafted.get(parent.id)) ?? {};
    if (row === undefined || !(written.has(site.id) || written.has(parent.id))) continue;
    if ((rankOf.get(site.levelId) ?? 0) <= (rankOf.get(parent.levelId) ?? 0)) {
      wrong(row, 'level', 'level-not-below');
    }
    if (parent.validTo !== null && (site.validTo === null || site.validTo > parent.validTo)) {
      wrong(row, 'validTo', 'outlives-parent');
    }
  }
  return {
    change: { created, changed },
    changes,
    unchanged: drafted.size - written.size,
    problems: problems.toSorted((a, b) => a.row - b.row),
  };
}

const isOf =
  (level: SiteLevel | undefined) =>
  ({ levelId }: Site): boolean =>
    levelId === level?.id;

const namesOf = ({ id, nameVi, nameEn }: SiteLevel): string[] => [id, nameVi, nameEn].map(fold);
