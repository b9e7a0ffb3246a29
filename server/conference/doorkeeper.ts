import type { OfficeLine } from '../../domain/media/budget.ts';
import type { Exclusion, Identity } from '../../protocol/conference/presence.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Claimant } from '../identity/caller.ts';

/** What somebody is to a conference by its plan and by its own sign-in, at this moment. */
export type Admittance =
  | { readonly ok: true; readonly identity: Identity; readonly line: OfficeLine }
  /** `signed-out`: its sign-in no longer stands, whatever it may do by another. */
  | { readonly ok: false; readonly reason: Exclusion | 'signed-out' };

/** Asks the database about all of them at once. @returns one for each, in their order */
export type Doorkeeper = (
  conferenceId: ConferenceId,
  claimants: readonly Claimant[],
) => Promise<readonly Admittance[]>;

type Reason = Extract<Admittance, { readonly ok: false }>['reason'];

/** What one is told who was in. */
export const farewellCodes: Readonly<Record<Reason, ErrorCode>> = {
  'signed-out': 'unauthenticated',
  disabled: 'unauthenticated',
  retired: 'unauthenticated',
  'not-invited': 'not-invited',
  'not-cleared': 'not-cleared',
};

/** What one is told who would come in: of a meeting that is none for it, no more than of one that does not exist. */
export const refusalCodes: Readonly<Record<Reason, ErrorCode>> = {
  ...farewellCodes,
  'not-invited': 'not-found',
  'not-cleared': 'not-found',
};
