import { v7 as uuid } from 'uuid';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { fold } from '../../domain/sites/fold.ts';
import { Failure } from '../../protocol/failure.ts';
import type { EndpointView } from '../../protocol/rest/endpoints.ts';
import type { Scope } from '../identity/authorize.ts';
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
    /** Endpoints in use within the scope. @throws Failure `not-found` for a site outside it */
    async list(
      {
        siteId,
        q,
        limit,
      }: { readonly siteId?: string | undefined; readonly q?: string | undefined; readonly limit: number },
      scope: Scope,
    ): Promise<readonly EndpointView[]> {
      if (siteId !== undefined && !scope.covers(siteId)) throw new Failure('not-found', 'no such site');
      const siteIds = siteId === undefined ? scope.siteIds : await sites.subtreeIds(siteId);
      const found = await endpoints.list(siteIds === undefined ? {} : { siteIds });
      const text = q === undefined ? '' : fold(q);
      return found
        .filter(({ folded, siteName }) => folded.includes(text) || fold(siteName).includes(text))
        .slice(0, limit)
        .map(endpointView);
    },

    /** @throws Failure `not-found` for a site outside the scope, `conflict` for one that no longer stands */
    async create(
      { siteId, name }: { readonly siteId: string; readonly name: string },
      scope: Scope,
    ): Promise<EndpointView> {
      const site = scope.covers(siteId) ? await sites.byId(siteId) : undefined;
      if (site === undefined) throw new Failure('not-found', 'no such site');
      if (site.validTo !== null && site.validTo <= dayInVietnam(now())) {
        throw new Failure('conflict', 'the site no longer stands');
      }
      const id = uuid();
      await endpoints.insert([
        { id, siteId, name, folded: fold(name), createdAtMs: now(), retiredAtMs: null },
      ]);
      const created = await endpoints.byId(id);
      if (created === undefined) throw new Error(`endpoint ${id} was made and is not there`);
      return endpointView(created);
    },
  };
}

export const endpointView = ({
  id,
  siteId,
  name,
  siteName,
  parentSiteName,
  retiredAtMs,
}: EndpointWithSite): EndpointView => ({ id, siteId, name, siteName, parentSiteName, retiredAtMs });
