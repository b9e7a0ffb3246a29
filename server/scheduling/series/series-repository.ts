import type { Invited, MeetingCopy } from '../../../domain/schedule/decide-plan/decision.ts';
import type {
  Invitation,
  Meeting,
  MeetingChanges,
  MeetingWithInvitations,
  SentSelection,
  Times,
} from '../../../domain/schedule/meeting.ts';
import type { AskedDelegate } from '../../../protocol/rest/meetings/meetings.ts';
import type { Made, Versioned } from '../planning/meeting-repository.ts';
import type { Covered } from '../../identity/covered.ts';

export type MeetingSeries = {
  readonly id: string;
  readonly rule: string;
  readonly timeZone: string;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
};

/** A meeting with its new times, and the version that it must still have. */
export type RetimedMeeting = Versioned & Times;

/** Writes many meetings at once: all or none. Each change is kept in the meeting's history. */
export interface SeriesRepository {
  byId(seriesId: string): Promise<MeetingSeries | undefined>;
  /** All occurrences of a series, by the start that the rule gave; includes cancelled and departing ones. */
  occurrences(seriesId: string): Promise<readonly Meeting[]>;
  /** The invitations of each meeting. */
  invitees(meetingIds: readonly string[]): Promise<ReadonlyMap<string, readonly Invitation[]>>;
  /** How many invitations each occurrence of a series has; without those that have none. */
  invitedCounts(seriesId: string): Promise<ReadonlyMap<string, number>>;
  /**
   * Makes the meeting the first occurrence, and creates a copy of it with its invitations at each later time.
   * Returns false if the meeting has another version or is in a series by now.
   * @throws Clash, Uncleared
   */
  repeat(
    series: MeetingSeries,
    first: Covered<RetimedMeeting>,
    later: readonly MeetingCopy[],
  ): Promise<boolean>;
  /** Inserts the meeting, and repeats it as `repeat` does. */
  insertRepeated(
    series: MeetingSeries,
    first: Covered<MeetingWithInvitations>,
    later: readonly MeetingCopy[],
  ): Promise<void>;
  /**
   * Moves each meeting and applies the same changes to all. Returns false if one has another version by now.
   * @throws Clash, Uncleared
   */
  updateAll(
    meetings: readonly Covered<RetimedMeeting>[],
    changes: MeetingChanges,
    made: Made,
  ): Promise<boolean>;
  /**
   * Invites all of these to each meeting; an invitee that is invited already keeps its invitation, with the
   * new role. Otherwise like `updateAll`.
   * @param sent the selection behind the invitations, stored with each meeting
   */
  inviteToAll(
    meetings: readonly Covered<RetimedMeeting>[],
    invitations: readonly Invited[],
    made: Made,
    sent?: SentSelection,
  ): Promise<boolean>;
  /** Replaces the delegates of one invitee in each meeting that invites it. Otherwise like `updateAll`. */
  askDelegates(
    meetings: readonly Covered<RetimedMeeting>[],
    invited: Pick<Invitation, 'endpointId' | 'accountId'>,
    delegates: readonly AskedDelegate[],
    made: Made,
  ): Promise<boolean>;
  /**
   * Withdraws the invitations of an endpoint or account to all of these, and takes it out of their scripts.
   * Otherwise like `updateAll`.
   */
  withdrawFromAll(
    meetings: readonly Covered<RetimedMeeting>[],
    inviteeId: string,
    made: Made,
  ): Promise<boolean>;
}
