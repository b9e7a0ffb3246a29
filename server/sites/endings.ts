import type { z } from 'zod';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import {
  type Merge,
  planMerges,
  refuseRetirement,
  subunitsAfter,
  treeOfMerges,
} from '../../domain/sites/endings.ts';
import { planMoves } from '../../domain/sites/holdings.ts';
import type { SiteTreeChange } from '../../domain/sites/tree-change.ts';
import { Failure } from '../../protocol/failure.ts';
import { mostContacts } from '../../protocol/rest/meetings/readiness.ts';
import type {
  confirmedMerges,
  MergeCheck,
  MergeReport,
  retirement,
  RetirementCheck,
  SiteMerges,
  SiteView,
} from '../../protocol/rest/sites/sites.ts';
import type { Caller } from '../identity/caller.ts';
import type { Covered } from '../identity/covered.ts';
import type { CalendarDay, Site, SiteRepository } from './site-repository.ts';
import { digestOf, heldCountsOf, toldMoves } from './told-holdings.ts';
import { nameWithParent, siteView } from './site-view.ts';

export interface EndingsContext {
  readonly sites: SiteRepository;
  readonly now: () => number;
}

interface PlannedRetirement {
  readonly check: RetirementCheck;
  readonly change: Covered<SiteTreeChange>;
  readonly becomes: Site;
}

interface PlannedMerges {
  readonly check: MergeCheck;
  readonly change: Covered<SiteTreeChange>;
}

/**
 * Ends units by hand: retires a unit, or merges units into another (decision 12). All functions throw Failure
 * `not-found` for a unit outside the caller's subtree. Functions that change something throw `conflict` if
 * the change is not allowed, or if its effect is no longer the one that the caller confirmed.
 */
export function createSiteEndings({ sites, now }: EndingsContext) {
  const today = (): CalendarDay => dayInVietnam(now());
  const apply = async (change: Covered<SiteTreeChange>): Promise<void> => {
    if (!(await sites.apply(change)))
      throw new Failure('conflict', 'changed by another request in the meantime');
  };

  const planRetirement = async (
    siteId: string,
    validTo: CalendarDay,
    { scope }: Caller,
  ): Promise<PlannedRetirement> => {
    const [all, holdingsOf] = [await sites.all(), await sites.holdings([siteId])];
    const site = scope.requireSite(all.find(({ id }) => id === siteId));
    const becomes = { ...site, validTo };
    const told = {
      refusal: refuseRetirement(site, validTo, all, today()),
      subunits: subunitsAfter(site, all, validTo).length,
      holds: heldCountsOf(holdingsOf(siteId)),
    };
    return {
      check: { ...told, digest: digestOf([site, validTo, told]) },
      change: scope.requireTree({ corrections: [{ was: site, becomes }] }, () => site.code),
      becomes,
    };
  };

  const plan = async (wished: readonly Merge[], { scope }: Caller): Promise<PlannedMerges> => {
    const all = await sites.all();
    const byId = new Map(all.map((site) => [site.id, site]));
    const pairs = wished.map(
      ({ siteId, intoSiteId }) =>
        [scope.requireSite(byId.get(siteId)), scope.requireSite(byId.get(intoSiteId))] as const,
    );
    const holdingsOf = await sites.holdings([...new Set(pairs.flat().map(({ id }) => id))]);
    const planned = planMerges(pairs, all, today());
    const moves = planMoves(planned, holdingsOf, mostContacts);
    const nameOf = ({ name, parentId }: Site) => nameWithParent(name, byId.get(parentId ?? '')?.name);
    const told: MergeReport = {
      merges: planned.map(({ site, into, refusal }) => ({
        siteId: site.id,
        code: site.code,
        name: nameOf(site),
        intoSiteId: into.id,
        intoCode: into.code,
        intoName: nameOf(into),
        refusal: refusal ?? (holdingsOf(site.id).isLive ? 'live' : null),
      })),
      moves: toldMoves(moves, holdingsOf),
    };
    const tree = treeOfMerges(planned, today());
    return {
      check: { ...told, digest: digestOf([tree, told, { ...moves, from: [...moves.from] }]) },
      change: scope.requireTree({ ...tree, moves }, (siteId) => byId.get(siteId)?.code ?? siteId),
    };
  };

  return {
    checkRetirement: async (siteId: string, validTo: CalendarDay, caller: Caller): Promise<RetirementCheck> =>
      (await planRetirement(siteId, validTo, caller)).check,

    async retire(
      siteId: string,
      { validTo, digest }: z.output<typeof retirement>,
      caller: Caller,
    ): Promise<SiteView> {
      const { check, change, becomes } = await planRetirement(siteId, validTo, caller);
      requireSame(check, digest);
      if (check.refusal !== null) throw new Failure('conflict', check.refusal);
      await apply(change);
      return siteView(becomes);
    },

    checkMerge: async ({ merges }: SiteMerges, caller: Caller): Promise<MergeCheck> =>
      (await plan(merges, caller)).check,

    async merge({ merges, digest }: z.output<typeof confirmedMerges>, caller: Caller): Promise<MergeReport> {
      const { check, change } = await plan(merges, caller);
      requireSame(check, digest);
      const refused = check.merges.flatMap(({ code, refusal }) => (refusal ? `${code}: ${refusal}` : []));
      if (refused.length > 0) throw new Failure('conflict', refused.slice(0, mostNamed).join(', '));
      await apply(change);
      return { merges: check.merges, moves: check.moves };
    },
  };
}

/** The most units that a refusal names. */
const mostNamed = 20;

function requireSame(check: { readonly digest: string }, digest: string): void {
  if (check.digest !== digest)
    throw new Failure('conflict', 'the action would now do something else; check again');
}
