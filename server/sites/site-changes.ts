import { v7 as uuid } from 'uuid';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { fold } from '../../domain/sites/fold.ts';
import type { SiteTreeChange } from '../../domain/sites/tree-change.ts';
import { refuseUnit } from '../../domain/sites/unit-rules.ts';
import { Failure } from '../../protocol/failure.ts';
import type { NewSite, SiteChange, SiteView } from '../../protocol/rest/sites/sites.ts';
import type { Caller } from '../identity/caller.ts';
import { knownLevels, levelsToAdd } from './known-levels.ts';
import type { Site, SiteRepository } from './site-repository.ts';
import { siteView } from './site-view.ts';

export interface SiteChangesContext {
  readonly sites: SiteRepository;
  readonly now: () => number;
}

/**
 * Creates, renames and moves units one by one. Functions throw Failure `not-found` where the unit or one of
 * its parents is outside the caller's subtree, and `conflict` with the reason (`UnitRefusal`) or where another
 * request was first.
 */
export function createSiteChanges({ sites, now }: SiteChangesContext) {
  const apply = async (site: Site, change: SiteTreeChange, { scope }: Caller): Promise<SiteView> => {
    const all = await sites.all();
    // First the scope: a refusal must not tell about units outside it.
    const covered = scope.requireTree(
      change,
      (siteId) => all.find(({ id }) => id === siteId)?.code ?? siteId,
    );
    const refusal = refuseUnit(site, {
      sites: all,
      levels: await knownLevels(sites),
      today: dayInVietnam(now()),
    });
    if (refusal !== null) throw new Failure('conflict', refusal);
    if (!(await sites.apply(covered)))
      throw new Failure('conflict', 'changed by another request in the meantime');
    return siteView(site);
  };

  return {
    async create({ code, name, levelId, parentId, validFrom }: NewSite, caller: Caller): Promise<SiteView> {
      const site: Site = {
        id: uuid(),
        code,
        name,
        folded: fold(name),
        levelId,
        parentId,
        validFrom: validFrom ?? dayInVietnam(now()),
        validTo: null,
      };
      return apply(site, { levels: await levelsToAdd(sites), sites: [site] }, caller);
    },

    async change(siteId: string, { name, parentId }: SiteChange, caller: Caller): Promise<SiteView> {
      const was = caller.scope.requireSite(await sites.byId(siteId));
      const becomes: Site = {
        ...was,
        ...(name !== undefined && { name, folded: fold(name) }),
        ...(parentId !== undefined && { parentId }),
      };
      return apply(becomes, { corrections: [{ was, becomes }] }, caller);
    },
  };
}
