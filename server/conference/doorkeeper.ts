import type { OfficeLine } from '../../domain/media/budget.ts';
import type { Exclusion, Identity } from '../../protocol/conference/presence.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Claimant } from '../identity/caller.ts';

/** Whether a claimant may be in a conference at this moment, by the plan and by its own sign-in. */
export type Admittance =
  | { readonly ok: true; readonly identity: Identity; readonly line: OfficeLine }
  /** `signed-out`: this sign-in has ended; the same account or endpoint may have another that is valid. */
  | { readonly ok: false; readonly reason: Exclusion | 'signed-out' };

/** Looks up all claimants with one query. @returns one answer for each, in their order */
export type Doorkeeper = (
  conferenceId: ConferenceId,
  claimants: readonly Claimant[],
) => Promise<readonly Admittance[]>;

type Reason = Extract<Admittance, { readonly ok: false }>['reason'];

/** Sent to a participant that is in the conference and must leave. */
export const farewellCodes: Readonly<Record<Reason, ErrorCode>> = {
  'signed-out': 'unauthenticated',
  disabled: 'unauthenticated',
  retired: 'unauthenticated',
  'not-invited': 'not-invited',
  'not-cleared': 'not-cleared',
};

/**
 * Sent to a claimant that wants to enter. A meeting that is not for it looks like one that does not exist.
 */
export const refusalCodes: Readonly<Record<Reason, ErrorCode>> = {
  ...farewellCodes,
  'not-invited': 'not-found',
  'not-cleared': 'not-found',
};
