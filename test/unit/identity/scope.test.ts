import { expect } from 'chai';
import { touchedSites } from '../../../domain/sites/touched-sites.ts';
import type { Site } from '../../../domain/sites/tree.ts';
import type { SiteTreeChange } from '../../../domain/sites/tree-change.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import type { CallerlessIn } from '../../../server/http/use-cases.ts';
import type { AccountRepository } from '../../../server/identity/accounts/account-repository.ts';
import type { Caller } from '../../../server/identity/caller.ts';
import { Scope } from '../../../server/identity/scope.ts';
import type { Endpoint, EndpointRepository } from '../../../server/sites/endpoint-repository.ts';

const subtrees: Readonly<Record<string, readonly string[]>> = {
  tinh: ['tinh', 'huyen', 'xa', 'huyen-ben'],
  huyen: ['huyen', 'xa'],
};
const sites = { subtreeIds: async (siteId: string) => subtrees[siteId] ?? [siteId] };
const scopeOf = (kind: AccountKind, siteId: string | null) => Scope.of({ kind, siteId }, sites);

const site = (id: string, parentId: string | null, given: Partial<Site> = {}): Site => ({
  id,
  parentId,
  code: id,
  name: id,
  folded: id,
  levelId: 'commune',
  validFrom: '2021-01-01',
  validTo: null,
  ...given,
});

describe('a scope', () => {
  const refusal = (work: () => unknown): string | undefined => {
    try {
      work();
    } catch (error) {
      if (error instanceof Failure) return error.code;
      throw error;
    }
    return undefined;
  };

  it('covers the whole tree only for an administrator without a site', async () => {
    expect((await scopeOf('administrator', null)).covers(null)).to.equal(true);
    for (const kind of ['administrator', 'secretariat', 'operator'] as const) {
      const scope = await scopeOf(kind, 'tinh');
      expect([scope.covers('xa'), scope.covers(null)], kind).to.deep.equal([true, false]);
    }
    // No such account can be created; if one existed, its scope would be empty.
    expect((await scopeOf('secretariat', null)).covers('xa')).to.equal(false);
  });

  it('covers nothing for officials, who act by invitation', async () => {
    expect((await scopeOf('official', 'tinh')).covers('tinh')).to.equal(false);
  });

  it('returns what is inside, and not-found for what is outside or missing', async () => {
    const scope = await scopeOf('administrator', 'huyen');
    const found = { siteId: 'xa' };
    expect(scope.require(found)).to.equal(found);
    for (const outside of [{ siteId: 'tinh' }, { siteId: 'huyen-ben' }, { siteId: null }, undefined]) {
      expect(refusal(() => scope.require(outside))).to.equal('not-found');
    }
    expect(refusal(() => scope.requireSite(site('tinh', null)))).to.equal('not-found');
    expect(scope.requireSite(site('huyen', 'tinh')).id).to.equal('huyen');
  });
});

describe('the units that a change of the tree touches', () => {
  const touched = (change: SiteTreeChange) => [...touchedSites(change)];
  const [xa, huyen] = [site('xa', 'huyen'), site('huyen', 'tinh')];

  it('are the closed and corrected units, and both parents of moved ones', () => {
    expect(touched({ closures: [{ siteId: 'xa', validTo: '2027-01-01' }] })).to.deep.equal(['xa']);
    expect(touched({ corrections: [{ was: xa, becomes: { ...xa, name: 'khác' } }] })).to.deep.equal(['xa']);
    expect(
      touched({ corrections: [{ was: xa, becomes: { ...xa, parentId: 'huyen-ben' } }] }),
    ).to.have.members(['xa', 'huyen', 'huyen-ben']);
  });

  it('are the existing parents of new units, through other new ones', () => {
    const [a, b] = [site('a', 'huyen'), site('b', 'a')];
    expect(touched({ sites: [b, a] })).to.deep.equal(['huyen']);
    expect(touched({ sites: [site('a', null)] })).to.deep.equal([null]);
  });

  it('are the whole tree for new units that are each other’s parents', () => {
    expect(touched({ sites: [site('a', 'b'), site('b', 'a')] })).to.deep.equal([null]);
  });

  it('are the origin of a unit and what it became', () => {
    const lineage = [
      { fromSiteId: 'xa', toSiteId: 'moi', kind: 'merged-into', onDate: '2027-01-01' } as const,
    ];
    expect(touched({ sites: [site('moi', 'huyen')], lineage })).to.have.members(['xa', 'huyen']);
  });

  it('are the whole tree for a level, and for another level of a unit', () => {
    const level = { id: 'canton', rank: 4, nameVi: 'Tổng', nameEn: 'Canton' };
    expect(touched({ levels: [level] })).to.deep.equal([null]);
    const raised = { was: huyen, becomes: { ...huyen, levelId: 'province' } };
    expect(touched({ corrections: [raised] })).to.have.members([null, 'huyen']);
  });
});

/**
 * Never called. Each line below must fail to compile; otherwise the type checker reports the unused
 * directive.
 */
export async function uncompilable(
  scope: Scope,
  endpoint: Endpoint,
  endpoints: EndpointRepository,
  accounts: AccountRepository,
): Promise<void> {
  // @ts-expect-error -- a room that was not checked against a scope
  await endpoints.retire(endpoint, 0);
  // @ts-expect-error -- an id is not a checked account
  await accounts.setPassword('01890000-0000-7000-8000-00000000dead', '');
  const covered = scope.require(endpoint);
  await endpoints.retire(covered, 0);
  // @ts-expect-error -- a copy that was changed after the check
  await endpoints.retire({ ...covered, siteId: 'another' }, 0);
  // @ts-expect-error -- only an account can create a scope
  const forged: Scope = { siteIds: undefined, covers: () => true };
  forged.covers(null);
}

interface SomeServices {
  readonly good: { a(caller: Caller): void; b(id: string, caller: Caller): void };
  readonly bad: { readonly deeper: { c(): void }; d(caller?: Caller): void; e(id: string): void };
}

/** Never called, for the same reason. */
export const forgotten: readonly CallerlessIn<SomeServices>[] = [
  'bad.deeper.c',
  'bad.d',
  'bad.e',
  // @ts-expect-error -- takes a caller
  'good.b',
];
