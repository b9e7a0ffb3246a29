import type { AskedDelegate } from '../../protocol/rest/meetings.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { nameWithParent } from '../sites/sites.ts';
import type { Invitation } from './meeting-repository.ts';

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

/** Looks up, each once for an answer, what units, endpoints and people are called. */
export class Names {
  readonly #endpoints: EndpointRepository;
  readonly #accounts: AccountRepository;
  readonly #sites: SiteRepository;
  readonly #bySite = new Map<string, Promise<string>>();

  constructor(context: {
    readonly endpoints: EndpointRepository;
    readonly accounts: AccountRepository;
    readonly sites: SiteRepository;
  }) {
    this.#endpoints = context.endpoints;
    this.#accounts = context.accounts;
    this.#sites = context.sites;
  }

  /** A site with its parent; empty for null. */
  async site(siteId: string | null): Promise<string> {
    if (siteId === null) return '';
    const name = this.#bySite.get(siteId) ?? this.#read(siteId);
    this.#bySite.set(siteId, name);
    return name;
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
      const account = await this.#accounts.byId(accountId);
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

  /** What endpoints and accounts are called, by id; who is neither is left out. */
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
    for (const id of new Set(ids)) {
      if (called.has(id)) continue;
      const account = await this.#accounts.byId(id);
      if (account) called.set(id, { name: account.fullName, siteName: await this.site(account.siteId) });
    }
    return called;
  }

  async #read(siteId: string): Promise<string> {
    const site = await this.#sites.byId(siteId);
    if (site === undefined) return '';
    const parent = site.parentId === null ? undefined : await this.#sites.byId(site.parentId);
    return nameWithParent(site.name, parent?.name);
  }
}
