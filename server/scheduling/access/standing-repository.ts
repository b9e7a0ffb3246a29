import type { OfficeLine } from '../../../domain/media/budget.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { Classification } from '../../../protocol/rest/meetings/meetings.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { Claimant } from '../../identity/caller.ts';

/** Everything that decides a subject's standing in a meeting, read at one moment. */
export interface StandingFacts {
  readonly meeting: { readonly announced: boolean; readonly classification: Classification };
  readonly subject: {
    /** Undefined for a device. */
    readonly accountKind: AccountKind | undefined;
    /** Neither a disabled account nor a retired endpoint. */
    readonly inUse: boolean;
    readonly cleared: boolean;
    /** Whether the meeting is organised in the account's subtree; false for a device. */
    readonly covers: boolean;
    readonly invited:
      | {
          readonly role: Role;
          readonly transferred: boolean;
          /** The place among the chairs of the meeting: see `chairOrderOf`; undefined for others. */
          readonly chairPlace?: number | undefined;
        }
      | undefined;
  };
  /** Whether the claimant's sign-in is valid; true if it named none. */
  readonly signedIn: boolean;
  readonly identity: Omit<Identity, 'role' | 'chairPlace'>;
  readonly line: OfficeLine;
}

export interface StandingRepository {
  /**
   * One query for all claimants. Leaves out claimants that do not exist; empty if the meeting does not exist.
   * @returns by the claimants' index in the list
   */
  of(
    meetingId: string,
    claimants: readonly Claimant[],
    nowMs: number,
  ): Promise<ReadonlyMap<number, StandingFacts>>;
}
