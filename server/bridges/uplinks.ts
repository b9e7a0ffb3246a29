import type { z } from 'zod';
import { Failure } from '../../protocol/failure.ts';
import type { uplinkList } from '../../protocol/rest/uplinks.ts';
import type { Caller } from '../identity/caller.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { nameWithParent } from '../sites/site-view.ts';
import { requireWhole } from './require-whole.ts';
import type { UplinkRepository } from './uplink-repository.ts';

export interface UplinksContext {
  readonly uplinks: UplinkRepository;
  readonly sites: Pick<SiteRepository, 'byId'>;
  readonly now: () => number;
}

export type UplinksService = ReturnType<typeof createUplinks>;

/** What the lines of units carry, as IT sets it, and what sessions take of them. */
export function createUplinks({ uplinks, sites, now }: UplinksContext) {
  return {
    /** @throws Failure `forbidden` for staff of a part of the units */
    async list(caller: Caller): Promise<z.output<typeof uplinkList>> {
      requireWhole(caller);
      return {
        uplinks: (await uplinks.list(now())).map(({ name, parentName, ...uplink }) => ({
          ...uplink,
          siteName: nameWithParent(name, parentName),
        })),
      };
    },

    /**
     * @param bps null: without a cap
     * @throws Failure `not-found` for an unknown unit; `forbidden` for staff of a part of the units
     */
    async set(siteId: string, bps: number | null, caller: Caller): Promise<void> {
      requireWhole(caller);
      if (!(await sites.byId(siteId))) throw new Failure('not-found');
      await uplinks.set(siteId, bps, now());
    },
  };
}
