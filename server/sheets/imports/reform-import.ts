import type { Logger } from 'pino';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { nothingHeld, planMoves, type SiteHoldings, type SiteMoves } from '../../../domain/sites/holdings.ts';
import type { PlacedUnit, ReformedUnit } from '../../../domain/sites/reform-sheet/fates.ts';
import type { CalendarDay } from '../../../domain/sites/tree.ts';
import { Failure } from '../../../protocol/failure.ts';
import { mostContacts } from '../../../protocol/rest/meetings/readiness.ts';
import { mostSheetChanges, type SheetProblem } from '../../../protocol/rest/sheets.ts';
import type { Fate, ReformedUnitView, ReformReport } from '../../../protocol/rest/sites/reforms.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import { knownLevels, levelsToAdd } from '../../sites/known-levels.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import { digestOf, heldCountsOf, toldMoves } from '../../sites/told-holdings.ts';
import type { Tables } from '../tables.ts';
import type { Sheet } from './imports.ts';
import type { ReformChange } from './reform-plan.ts';
import { problemAt } from './rows.ts';

interface ReformImportContext {
  readonly tables: Tables;
  readonly sites: SiteRepository;
  readonly logger: Logger;
  readonly now: () => number;
}

type HoldingsOf = (siteId: string) => SiteHoldings;
const holdsNothing: HoldingsOf = () => nothingHeld;

interface PlannedReform {
  readonly report: ReformReport;
  /** Null while there are problems. */
  readonly change: (ReformChange['tree'] & { readonly moves: SiteMoves }) | null;
}

/**
 * Reforms the tree by a sheet: a dry run and the reform itself take the same way. The function throws Failure
 * `unsupported-type` and `payload-too-large`; and `conflict` before the first day, if the reform would do
 * something else than the caller confirmed, or if somebody changed the same units meanwhile.
 */
export function createReformImport({ tables, sites, logger, now }: ReformImportContext) {
  const plan = async (sheet: Sheet, validFrom: CalendarDay, caller: Caller): Promise<PlannedReform> => {
    const today = dayInVietnam(now());
    const { report, change } = await tables.plan(async () => {
      const [all, levels] = [await sites.all(), await knownLevels(sites)];
      const known = { sites: all, siteIds: caller.scope.siteIds, today, levels, validFrom };
      // A dry run needs the change, too: what moves is planned from it.
      return { ...sheet, kind: 'reform' as const, dryRun: false, known };
    }, accountOf(caller).id);
    const nothing: ReformReport = {
      applied: false,
      isDue: validFrom <= today,
      units: [],
      counts: countsOf([]),
      unlisted: 0,
      moves: toldMoves(planMoves([], holdsNothing, mostContacts), holdsNothing),
      digest: report.digest,
      problems: report.problems,
      problemCount: report.problemCount,
      ignored: report.ignored,
      encoding: report.encoding,
    };
    if (change === null) return { report: nothing, change };
    const { units, tree, unlisted } = change;
    const named = units.flatMap(({ was, heir }) => [was, heir].flatMap((each) => each?.site.id ?? []));
    const holdingsOf = await sites.holdings([...new Set(named)]);
    const problems = units.flatMap((unit) => liveProblem(unit, holdingsOf));
    if (problems.length > 0)
      return { report: { ...nothing, problems, problemCount: problems.length }, change: null };
    const moving = units.flatMap(({ was, heir }) =>
      was && heir ? [{ site: was.site, into: heir.site }] : [],
    );
    const moves = planMoves(moving, holdingsOf, mostContacts);
    const told = units.map((unit) => unitView(unit, holdingsOf));
    const held = moving.map(({ site, into }) => [site, holdingsOf(site.id), into.code, holdingsOf(into.id)]);
    return {
      report: {
        ...nothing,
        units: told.slice(0, mostSheetChanges),
        counts: countsOf(units),
        unlisted,
        moves: toldMoves(moves, holdingsOf),
        digest: digestOf([validFrom, told, held]),
      },
      change: { ...tree, moves },
    };
  };

  return async (sheet: Sheet, validFrom: CalendarDay, caller: Caller): Promise<ReformReport> => {
    const { report, change } = await plan(sheet, validFrom, caller);
    if (sheet.dryRun || change === null) return report;
    if (sheet.digest !== undefined && sheet.digest !== report.digest)
      throw new Failure('conflict', 'the reform would now do something else; run the dry run again');
    if (!report.isDue) throw new Failure('conflict', 'a reform is carried out on its first day or later');
    const tree = { levels: await levelsToAdd(sites), ...change };
    // The plan reports a problem for each unit outside the scope, so these names are never shown.
    if (!(await sites.apply(caller.scope.requireTree(tree, (siteId) => siteId))))
      throw new Failure('conflict', 'changed by another request in the meantime');
    logger.info({ accountId: accountOf(caller).id, validFrom, counts: report.counts }, 'units reformed');
    return { ...report, applied: true };
  };
}

/** A conference knows its rooms by their units. */
const liveProblem = ({ was, heir, row }: ReformedUnit, holdingsOf: HoldingsOf): readonly SheetProblem[] =>
  was && heir && holdingsOf(was.site.id).isLive
    ? [problemAt(row, 'code', 'live', nameWithParent(was.site.name, was.parentName))]
    : [];

const countsOf = (units: readonly ReformedUnit[]): ReformReport['counts'] => {
  const count = (of: Fate): number => units.filter((unit) => unit.fate === of).length;
  return {
    stays: count('stays'),
    renamed: count('renamed'),
    relevelled: count('relevelled'),
    moved: count('moved'),
    merged: count('merged'),
    split: count('split'),
    ends: count('ends'),
    new: count('new'),
  };
};

const unitView = (
  { row, isListed, fate, was, becomes, heir }: ReformedUnit,
  holdingsOf: HoldingsOf,
): ReformedUnitView => ({
  row: isListed ? row : null,
  fate,
  was: was && named(was),
  becomes: becomes.map(named),
  holds: heldCountsOf(was ? holdingsOf(was.site.id) : nothingHeld),
  heir: heir && named(heir),
});

const named = ({ site: { code, name }, parentName }: PlacedUnit) => ({
  code,
  name: nameWithParent(name, parentName),
});
