import { Failure } from '../../protocol/failure.ts';
import { permits } from '../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { type AnyCaller, callerKind } from './caller.ts';

/**
 * Returns when the caller may use a route.
 *
 * @throws Failure `unauthenticated`, `forbidden` or `account-not-secured` by the table of
 *   permissions; `confirmation-required`
 */
export function authorize(
  { permission, confirmed }: Pick<RouteContract, 'permission' | 'confirmed'>,
  caller: AnyCaller | undefined,
): void {
  if (!permits(permission, callerKind(caller))) {
    if (caller === undefined) throw new Failure('unauthenticated');
    throw new Failure(caller.kind === 'restricted' ? 'account-not-secured' : 'forbidden');
  }
  // A room's device has no password to confirm with, so it may make no such change.
  if (confirmed && (caller === undefined || caller.kind === 'device' || !caller.confirmed)) {
    throw new Failure('confirmation-required');
  }
}
