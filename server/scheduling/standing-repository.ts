import type { OfficeLine } from '../../domain/media/budget.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { AccountKind } from '../../protocol/rest/permissions.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Claimant } from '../identity/caller.ts';

/** All that somebody's standing in a meeting follows from, as the database has it at one moment. */
export interface StandingFacts {
  readonly meeting: { readonly announced: boolean; readonly classification: string };
  readonly subject: {
    /** Undefined for a device. */
    readonly accountKind: AccountKind | undefined;
    /** Neither disabled nor out of use. */
    readonly inUse: boolean;
    readonly cleared: boolean;
    /** Whether the meeting is organised in the subtree of the account; false for a device. */
    readonly covers: boolean;
    readonly invited: { readonly role: Role; readonly transferred: boolean } | undefined;
  };
  /** Whether the claimant's sign-in stands; true where it named none. */
  readonly signedIn: boolean;
  readonly identity: Omit<Identity, 'role'>;
  readonly line: OfficeLine;
}

export interface StandingRepository {
  /**
   * In one query, however many claimants. Those that do not exist, and all where the meeting does not, are left out.
   * @returns by the claimants' place in the list
   */
  of(
    meetingId: string,
    claimants: readonly Claimant[],
    nowMs: number,
  ): Promise<ReadonlyMap<number, StandingFacts>>;
}
