import DataLoader from 'dataloader';
import type { Invitation } from '../../../domain/schedule/meeting.ts';
import type { AskedDelegate } from '../../../protocol/rest/meetings/meetings.ts';
import type { Account, AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { Site, SiteRepository } from '../../sites/site-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';

type NamedInvitation = {
  readonly id: string;
  readonly kind: 'endpoint' | 'account';
  readonly inviteeId: string;
  readonly name: string;
  readonly siteId: string | null;
  readonly siteName: string;
  readonly role: Invitation['role'];
  readonly delegates: AskedDelegate[];
};

/**
 * Looks up the names of units, endpoints and people. One instance reads each name once and batches concurrent
 * lookups into one query.
 */
export class Names {
  readonly #endpoints: EndpointRepository;
  readonly #accounts: DataLoader<string, Account | undefined>;
  readonly #sites: DataLoader<string, Site | undefined>;

  constructor(context: {
    readonly endpoints: EndpointRepository;
    readonly accounts: AccountRepository;
    readonly sites: SiteRepository;
  }) {
    this.#endpoints = context.endpoints;
    this.#accounts = loader((ids) => context.accounts.byIds(ids));
    this.#sites = loader((ids) => context.sites.byIds(ids));
  }

  /** The name of a site with its parent; empty for null. */
  async site(siteId: string | null): Promise<string> {
    const site = siteId === null ? undefined : await this.#sites.load(siteId);
    if (site === undefined) return '';
    const parent = site.parentId === null ? undefined : await this.#sites.load(site.parentId);
    return nameWithParent(site.name, parent?.name);
  }

  async invitations(invitations: readonly Invitation[]): Promise<NamedInvitation[]> {
    const endpointIds = invitations.flatMap(({ endpointId }) => endpointId ?? []);
    const endpoints = new Map((await this.#endpoints.byIds(endpointIds)).map((each) => [each.id, each]));
    const named = invitations.map(async ({ id, endpointId, accountId, role, delegates: asked }) => {
      const delegates = [...asked];
      if (endpointId !== null) {
        const endpoint = endpoints.get(endpointId);
        const siteName = endpoint ? nameWithParent(endpoint.siteName, endpoint.parentSiteName) : '';
        return {
          id,
          kind: 'endpoint' as const,
          inviteeId: endpointId,
          name: endpoint?.name ?? '',
          siteId: endpoint?.siteId ?? null,
          siteName,
          role,
          delegates,
        };
      }
      if (accountId === null) throw new Error(`invitation ${id} invites nobody`);
      const account = await this.#accounts.load(accountId);
      const siteId = account?.siteId ?? null;
      const siteName = await this.site(siteId);
      return {
        id,
        kind: 'account' as const,
        inviteeId: accountId,
        name: account?.fullName ?? '',
        siteId,
        siteName,
        role,
        delegates,
      };
    });
    return Promise.all(named);
  }

  /** The names of endpoints and accounts by id; leaves out other ids. */
  async invitees(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly siteName: string }>> {
    const endpoints = await this.#endpoints.byIds(ids);
    const called = new Map(
      endpoints.map(({ id, name, siteName, parentSiteName }) => [
        id,
        { name, siteName: nameWithParent(siteName, parentSiteName) },
      ]),
    );
    const others = [...new Set(ids)].filter((id) => !called.has(id));
    await Promise.all(
      others.map(async (id) => {
        const account = await this.#accounts.load(id);
        if (account) called.set(id, { name: account.fullName, siteName: await this.site(account.siteId) });
      }),
    );
    return called;
  }
}

/** Batches all lookups of the same moment into one query. */
const loader = <T extends { readonly id: string }>(
  byIds: (ids: readonly string[]) => Promise<readonly T[]>,
) =>
  new DataLoader<string, T | undefined>(async (ids) => {
    const found = new Map((await byIds(ids)).map((each) => [each.id, each]));
    return ids.map((id) => found.get(id));
  });
