import { Failure } from '../../protocol/failure.ts';
import type { Caller } from '../identity/caller.ts';

/** A bridge may carry the conferences of every unit, and so may a line. @throws Failure `forbidden` */
export function requireWhole({ scope }: Caller): void {
  if (scope.siteIds !== undefined) throw new Failure('forbidden', 'it carries the sessions of all units');
}
