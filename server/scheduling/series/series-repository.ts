import type { Invited, Place } from '../../../domain/schedule/decide-plan/decision.ts';
import type {
  Invitation,
  Meeting,
  MeetingChanges,
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
export type Placed = Versioned & Times;

/** Writes many meetings at once: all or none. Each change is kept in the meeting's history. */
export interface SeriesRepository {
  byId(seriesId: string): Promise<MeetingSeries | undefined>;
  /** All occurrences of a series, by the start that the rule gave; includes cancelled and departing ones. */
  occurrences(seriesId: string): Promise<readonly Meeting[]>;
  /** The invitations of each meeting. */
  invitees(meetingIds: readonly string[]): Promise<ReadonlyMap<string, readonly Invitation[]>>;
  /**
   * Makes the meeting the first occurrence, and creates a copy of it with its invitations at each later time.
   * Returns false if the meeting has another version or is in a series by now.
   * @throws Clash
   */
  repeat(series: MeetingSeries, first: Covered<Placed>, later: readonly Place[]): Promise<boolean>;
  /**
   * Moves each meeting and applies the same changes to all. Returns false if one has another version by now.
   * @throws Clash
   */
  updateAll(meetings: readonly Covered<Placed>[], changes: MeetingChanges, made: Made): Promise<boolean>;
  /**
   * Invites all of these to each meeting; an invitee that is invited already keeps its invitation, with the
   * new role. Otherwise like `updateAll`.
   * @param sent the selection behind the invitations, stored with each meeting
   */
  inviteToAll(
    meetings: readonly Covered<Placed>[],
    invitations: readonly Invited[],
    made: Made,
    sent?: SentSelection,
  ): Promise<boolean>;
  /** Replaces the delegates of one invitee in each meeting that invites it. Otherwise like `updateAll`. */
  askDelegates(
    meetings: readonly Covered<Placed>[],
    invited: Pick<Invitation, 'endpointId' | 'accountId'>,
    delegates: readonly AskedDelegate[],
    made: Made,
  ): Promise<boolean>;
  /** Withdraws the invitations of an endpoint or account to all of these. Otherwise like `updateAll`. */
  withdrawFromAll(meetings: readonly Covered<Placed>[], inviteeId: string, made: Made): Promise<boolean>;
}
