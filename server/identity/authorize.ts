import { Failure } from '../../protocol/failure.ts';
import { permits, type Permission } from '../../protocol/rest/permissions.ts';
import { callerKind, type Caller } from './caller.ts';

/** @throws Failure `unauthenticated` or `forbidden`, where the table of permissions says no */
export function authorize(permission: Permission, caller: Caller | undefined): void {
  if (permits(permission, callerKind(caller))) return;
  throw new Failure(caller === undefined ? 'unauthenticated' : 'forbidden');
}
