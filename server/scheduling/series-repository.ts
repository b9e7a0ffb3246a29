import type { AskedDelegate } from '../../protocol/rest/meetings.ts';
import type { Covered } from '../identity/scope.ts';
import type { SentSelection } from './selection-repository.ts';
import type { Invitation, Meeting, MeetingChanges } from './meeting-repository.ts';

export type MeetingSeries = {
  readonly id: string;
  readonly rule: string;
  readonly timeZone: string;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
};

/** A meeting with its plan as it is to be, in the version that it must still have. */
export type Placed = Pick<Meeting, 'id' | 'siteId' | 'version' | 'startsAtMs' | 'endsAtMs'>;

/** Where a copy of a meeting is to be. */
export type Place = Pick<Meeting, 'id' | 'startsAtMs' | 'endsAtMs'>;

/** Writes to many meetings at once: all of them happen, or none. Each is kept in its meeting's history. */
export interface SeriesRepository {
  byId(seriesId: string): Promise<MeetingSeries | undefined>;
  /** All of a series, by the start that the rule gave; cancelled ones and those that departed too. */
  occurrences(seriesId: string): Promise<readonly Meeting[]>;
  /** Whom each of these meetings invites. */
  invitees(meetingIds: readonly string[]): Promise<ReadonlyMap<string, readonly Invitation[]>>;
  /**
   * Makes the meeting the first occurrence, and a copy of it with its invitations at each later time.
   * False where the meeting has another version, or is in a series, by now.
   * @throws Clash
   */
  repeat(
    series: MeetingSeries,
    first: Covered<Placed>,
    later: readonly Place[],
    createdAtMs: number,
  ): Promise<boolean>;
  /** Moves each to its place and changes all alike. False where one has another version by now. @throws Clash */
  updateAll(
    meetings: readonly Covered<Placed>[],
    changes: MeetingChanges,
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
  /**
   * Invites all of these to each meeting; who is invited keeps its invitation, with the new role. Else as `updateAll`.
   * @param sent the selection that meant them, kept with each meeting
   */
  inviteToAll(
    meetings: readonly Covered<Placed>[],
    invitations: readonly Omit<Invitation, 'id' | 'delegates'>[],
    updatedAtMs: number,
    byAccountId?: string,
    sent?: SentSelection,
  ): Promise<boolean>;
  /** Asks these to come with one of the invited, in the place of those before, wherever it is invited. Else as `updateAll`. */
  askDelegates(
    meetings: readonly Covered<Placed>[],
    invited: Pick<Invitation, 'endpointId' | 'accountId'>,
    delegates: readonly AskedDelegate[],
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
  /** Invites an endpoint or an account to none of these any more. Else as `updateAll`. */
  withdrawFromAll(
    meetings: readonly Covered<Placed>[],
    inviteeId: string,
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
}
