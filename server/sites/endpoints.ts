import { v7 as uuid } from 'uuid';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { fold } from '../../domain/sites/fold.ts';
import { Failure } from '../../protocol/failure.ts';
import type { z } from 'zod';
import type {
  endpointChange,
  EndpointPosition,
  endpointQuery,
  EndpointView,
  MoveRefusal,
  newEndpoint,
  tagList,
} from '../../protocol/rest/sites/endpoints.ts';
import { pageOf } from '../../protocol/rest/paging.ts';
import { type Caller, requireMayClear } from '../identity/caller.ts';
import type { EndpointRepository, EndpointWithSite } from './endpoint-repository.ts';
import type { SiteRepository } from './site-repository.ts';

export interface EndpointsContext {
  readonly endpoints: EndpointRepository;
  readonly sites: SiteRepository;
  readonly now: () => number;
}

export type EndpointsService = ReturnType<typeof createEndpoints>;

export function createEndpoints({ endpoints, sites, now }: EndpointsContext) {
  return {
    /**
     * A page of the endpoints in use within the caller's subtree.
     * @throws Failure `not-found` for a site outside it
     */
    async list({ siteId, q, tag, sort, cursor, limit }: z.output<typeof endpointQuery>, { scope }: Caller) {
      if (siteId !== undefined && !scope.covers(siteId)) throw new Failure('not-found', 'no such site');
      const siteIds = siteId === undefined ? scope.siteIds : await sites.subtreeIds(siteId);
      const found = await endpoints.list({
        ...(siteIds && { siteIds }),
        ...(q !== undefined && { folded: fold(q) }),
        ...(tag !== undefined && { tag }),
        byName: sort === 'name',
        ...(cursor && { after: cursor }),
        limit: limit + 1,
      });
      return pageOf(found, limit, ({ id, folded, siteName }): EndpointPosition => {
        const siteFolded = fold(siteName);
        return sort === 'name' ? [folded, siteFolded, id] : [siteFolded, folded, id];
      });
    },

    /** The tags in use within the caller's subtree, with the number of endpoints of each. */
    async tags({ scope: { siteIds } }: Caller): Promise<z.output<typeof tagList>> {
      const found = await endpoints.list(siteIds === undefined ? {} : { siteIds });
      const byTag = Map.groupBy(
        found.flatMap(({ tags }) => tags),
        (tag) => tag,
      );
      return {
        tags: [...byTag]
          .map(([tag, uses]) => ({ tag, endpoints: uses.length }))
          .sort((a, b) => a.tag.localeCompare(b.tag, 'vi')),
      };
    },

    /**
     * @throws Failure `not-found` for a site outside the caller's subtree, `conflict` for a site that has
     *   ended
     */
    async create(
      { siteId, name, ...given }: z.output<typeof newEndpoint>,
      { scope }: Caller,
    ): Promise<EndpointView> {
      const site = scope.requireSite(await sites.byId(siteId));
      if (site.validTo !== null && site.validTo <= dayInVietnam(now())) {
        throw new Failure('conflict', 'the unit no longer exists on that day');
      }
      const id = uuid();
      const endpoint = {
        id,
        siteId,
        name,
        folded: fold(name),
        ...given,
        cleared: false,
        createdAtMs: now(),
        retiredAtMs: null,
      };
      await endpoints.insert([scope.require(endpoint)]);
      const created = await endpoints.byId(id);
      if (created === undefined) throw new Error(`endpoint ${id} was made and is not there`);
      return endpointView(created);
    },

    /** @throws Failure `not-found` for an endpoint outside the caller's subtree or a retired one */
    async change(
      endpointId: string,
      { name, lineDownKbps, lineUpKbps, email, phone, equipment, tags }: z.output<typeof endpointChange>,
      { scope }: Caller,
    ): Promise<EndpointView> {
      const found = scope.require(await endpoints.byId(endpointId));
      const done = await endpoints.change(found, {
        ...(name !== undefined && { name, folded: fold(name) }),
        ...(lineDownKbps !== undefined && { lineDownKbps }),
        ...(lineUpKbps !== undefined && { lineUpKbps }),
        ...(email !== undefined && { email }),
        ...(phone !== undefined && { phone }),
        ...(equipment !== undefined && { equipment }),
        ...(tags !== undefined && { tags }),
      });
      const changed = done ? await endpoints.byId(endpointId) : undefined;
      if (changed === undefined) throw new Failure('not-found');
      return endpointView(changed);
    },

    /**
     * Moves an endpoint to another unit.
     * @throws Failure `not-found` where the endpoint or the unit is outside the caller's subtree, `conflict`
     *   with a `MoveRefusal`
     */
    async move(endpointId: string, siteId: string, { scope }: Caller): Promise<EndpointView> {
      const endpoint = scope.require(await endpoints.byId(endpointId));
      const site = scope.requireSite(await sites.byId(siteId));
      if (site.validTo !== null && site.validTo <= dayInVietnam(now()))
        throw new Failure('conflict', 'site-ended' satisfies MoveRefusal);
      const refusal = await endpoints.move(endpoint, site);
      if (refusal === 'gone') throw new Failure('not-found');
      if (refusal !== undefined) throw new Failure('conflict', refusal);
      const moved = await endpoints.byId(endpointId);
      if (moved === undefined) throw new Failure('not-found');
      return endpointView(moved);
    },

    /**
     * Sets whether it may take part in classified sessions.
     * @throws Failure `not-found` outside the caller's subtree, `forbidden` (`requireMayClear`)
     */
    async setCleared(endpointId: string, cleared: boolean, caller: Caller): Promise<void> {
      const endpoint = caller.scope.require(await endpoints.byId(endpointId));
      if (cleared) requireMayClear(caller);
      if (!(await endpoints.setCleared(endpoint, cleared))) throw new Failure('not-found');
    },
  };
}

export const endpointView = (endpoint: EndpointWithSite): EndpointView => ({
  id: endpoint.id,
  siteId: endpoint.siteId,
  name: endpoint.name,
  siteName: endpoint.siteName,
  parentSiteName: endpoint.parentSiteName,
  lineDownKbps: endpoint.lineDownKbps,
  lineUpKbps: endpoint.lineUpKbps,
  email: endpoint.email,
  phone: endpoint.phone,
  equipment: endpoint.equipment,
  tags: [...endpoint.tags],
  cleared: endpoint.cleared,
  retiredAtMs: endpoint.retiredAtMs,
});
