import type { Invitation, Meeting, MeetingChanges } from './meeting-repository.ts';

export type MeetingSeries = {
  readonly id: string;
  readonly rule: string;
  readonly timeZone: string;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
};

/** A meeting with its plan as it is to be, in the version that it must still have. */
export type Placed = Pick<Meeting, 'id' | 'version' | 'startsAtMs' | 'endsAtMs'>;

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
    first: Placed,
    later: readonly Omit<Placed, 'version'>[],
    createdAtMs: number,
  ): Promise<boolean>;
  /** Moves each to its place and changes all alike. False where one has another version by now. @throws Clash */
  updateAll(
    meetings: readonly Placed[],
    changes: MeetingChanges,
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
  /** Invites all of these to each meeting; who is invited keeps its invitation, with the new role. Else as `updateAll`. */
  inviteToAll(
    meetings: readonly Placed[],
    invitations: readonly Omit<Invitation, 'id'>[],
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
  /** Invites an endpoint or an account to none of these any more. Else as `updateAll`. */
  withdrawFromAll(
    meetings: readonly Placed[],
    inviteeId: string,
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
}
