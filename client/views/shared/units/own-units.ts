import { useCallback } from 'preact/hooks';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import type { SiteView } from '../../../../protocol/rest/sites/sites.ts';
import { usePolled } from '../../../hooks/polled.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { unitName } from './unit-name.ts';
import type { NamedUnit } from './named-unit.ts';

const pollMs = 60_000;
const none: readonly SiteView[] = [];

/** Today's units: all of the tree, and those of the account's own subtree. */
export function useOwnUnits(rest: Rest, account: AccountView) {
  const ask = useCallback(() => rest.call('site.list', {}), [rest]);
  const { value, error, refresh } = usePolled<'site.list'>(ask, pollMs);
  const sites = value?.sites ?? none;
  const byId = new Map(sites.map((site) => [site.id, site]));
  const isOwn = (site: SiteView | undefined, siteById: ReadonlyMap<string, SiteView> = byId): boolean =>
    account.siteId === null ||
    (site !== undefined &&
      (site.id === account.siteId || isOwn(siteById.get(site.parentId ?? ''), siteById)));
  const all: readonly NamedUnit[] = sites.map((site) => ({
    ...site,
    fullName: unitName(site.name, byId.get(site.parentId ?? '')?.name ?? null),
  }));
  return { all, own: all.filter((site) => isOwn(site)), isOwn, isThere: value !== undefined, error, refresh };
}
