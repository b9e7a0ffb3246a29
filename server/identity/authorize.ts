import { Failure } from '../../protocol/failure.ts';
import { permits, type Permission } from '../../protocol/rest/permissions.ts';
import { type AnyCaller, callerKind } from './caller.ts';

/** @throws Failure `unauthenticated`, `forbidden` or `account-not-secured`, where the table of permissions says no */
export function authorize(permission: Permission, caller: AnyCaller | undefined): void {
  if (permits(permission, callerKind(caller))) return;
  if (caller === undefined) throw new Failure('unauthenticated');
  throw new Failure(caller.kind === 'restricted' ? 'account-not-secured' : 'forbidden');
}
