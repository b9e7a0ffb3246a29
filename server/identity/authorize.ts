import { Failure } from '../../protocol/failure.ts';
import { permits } from '../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { type AnyCaller, callerKind } from './caller.ts';

/**
 * Lets a caller through to a route, or says why not.
 *
 * @throws Failure `unauthenticated`, `forbidden` or `account-not-secured`, where the table of permissions says no;
 *   `confirmation-required`
 */
export function authorize(
  { permission, confirmed }: Pick<RouteContract, 'permission' | 'confirmed'>,
  caller: AnyCaller | undefined,
): void {
  if (!permits(permission, callerKind(caller))) {
    if (caller === undefined) throw new Failure('unauthenticated');
    throw new Failure(caller.kind === 'restricted' ? 'account-not-secured' : 'forbidden');
  }
  // A room's device has no password to give, and so no right to any such change.
  if (confirmed && (caller === undefined || caller.kind === 'device' || !caller.confirmed)) {
    throw new Failure('confirmation-required');
  }
}
