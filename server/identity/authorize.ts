import { Failure } from '../../protocol/failure.ts';
import { permits, type Permission } from '../../protocol/rest/permissions.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Account } from './account-repository.ts';
import { type AnyCaller, callerKind } from './caller.ts';

/** @throws Failure `unauthenticated`, `forbidden` or `account-not-secured`, where the table of permissions says no */
export function authorize(permission: Permission, caller: AnyCaller | undefined): void {
  if (permits(permission, callerKind(caller))) return;
  if (caller === undefined) throw new Failure('unauthenticated');
  throw new Failure(caller.kind === 'restricted' ? 'account-not-secured' : 'forbidden');
}

/** The sites in which an account may act. */
export interface Scope {
  covers(siteId: string | null): boolean;
  /** Undefined where it is the whole tree. */
  readonly siteIds: readonly string[] | undefined;
}

/** The whole tree for an administrator without a site; for the others their site and what lies below it. */
export const scopeOf = async (
  { siteId }: Pick<Account, 'siteId'>,
  sites: Pick<SiteRepository, 'subtreeIds'>,
): Promise<Scope> => scopeOver(siteId === null ? undefined : await sites.subtreeIds(siteId));

/** These sites; undefined for the whole tree. */
export function scopeOver(siteIds: readonly string[] | undefined): Scope {
  if (siteIds === undefined) return { covers: () => true, siteIds };
  const covered = new Set(siteIds);
  return { covers: (siteId) => siteId !== null && covered.has(siteId), siteIds };
}
