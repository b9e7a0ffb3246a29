import type {
  Invitation,
  Meeting,
  MeetingChanges,
  MeetingWithInvitations,
  SentOver,
} from '../../../domain/schedule/meeting.ts';
import type { MeetingPosition, MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import type { Named } from '../../../protocol/rest/problem.ts';
import type { Covered } from '../../identity/covered.ts';

/** A meeting, the site that organises it, and the version that it must still have. */
export type Versioned = Pick<Meeting, 'id' | 'siteId' | 'version'>;

/** When a change was made, and by which account; undefined for the clock and the conferences. */
export interface Made {
  readonly atMs: number;
  readonly byAccountId?: string | undefined;
}

/** Conditions are joined with "and"; one that is left out does not restrict. */
export type MeetingFilter = {
  /** Meetings that end after this time. */
  readonly endsAfterMs?: number;
  /** Meetings that start before this time. */
  readonly startsBeforeMs?: number;
  readonly states?: readonly MeetingState[];
  /** True: only meetings whose invitations were sent. */
  readonly announced?: boolean;
  /** Organised by one of these sites. */
  readonly siteIds?: readonly string[];
  readonly invitedEndpointId?: string;
  readonly invitedAccountId?: string;
  /** Meetings whose folded title contains this. */
  readonly folded?: string;
  /** Submitted, sent back, or approved and not yet scheduled. */
  readonly pendingApproval?: boolean;
  /** Only meetings after this position. */
  readonly after?: MeetingPosition;
  readonly latestFirst?: boolean;
  readonly limit?: number;
};

/** Another meeting holds a resource at that time. Nothing was changed. */
export class Clash extends Error {
  override readonly name: string = 'Clash';
}

/**
 * The media workers or the line of a unit have no capacity left for that many participants at that time, even with the
 * smallest pictures. Nothing was changed.
 */
export class Oversold extends Clash {
  override readonly name = 'Oversold';
  /** The name of the unit whose line it is; empty where it is the media workers. */
  readonly fullUplinks: readonly string[];

  constructor(message: string, options?: ErrorOptions, fullUplinks: readonly string[] = []) {
    super(message, options);
    this.fullUplinks = fullUplinks;
  }
}

/** The meeting is classified, and these invitees are not cleared. Nothing was changed. */
export class Uncleared extends Error {
  override readonly name = 'Uncleared';
  readonly invitees: NonNullable<Named['uncleared']>;

  constructor(invitees: NonNullable<Named['uncleared']>, options?: ErrorOptions) {
    super(`${invitees.length} of those invited are not cleared`, options);
    this.invitees = invitees;
  }
}

export interface MeetingRepository {
  /** @throws Clash, Uncleared */
  insert(meeting: Covered<MeetingWithInvitations>): Promise<void>;
  byId(meetingId: string): Promise<MeetingWithInvitations | undefined>;
  /** By start, then id; the other way round with `latestFirst`. */
  list(filter: MeetingFilter): Promise<readonly Meeting[]>;
  /**
   * The functions below compare and swap on the version of the given meeting. They change everything,
   * raise the version by one and set updatedAtMs; if the meeting has another version by now, they change
   * nothing and return false. The change is kept in the meeting's history.
   * @throws Clash, Uncleared
   */
  update(meeting: Covered<Versioned>, changes: MeetingChanges, made: Made): Promise<boolean>;
  /**
   * An endpoint or account that is invited already keeps its invitation and its delegates, with the new role.
   * @param sentOver noted in the history, also if no invitation is new
   */
  addInvitations(
    meeting: Covered<Versioned>,
    invitations: readonly Invitation[],
    made: Made,
    sentOver?: SentOver,
  ): Promise<boolean>;
  /**
   * Puts `to` in the place of `from` in the order of the invitations. If `to` is invited already, it keeps its
   * own invitation, with the new role.
   * @param agenda the meeting's new agenda, if it changes
   */
  handOver(
    meeting: Covered<Versioned & Pick<Meeting, 'chairOrder'>>,
    from: Pick<Invitation, 'id' | 'endpointId' | 'accountId'>,
    to: Omit<Invitation, 'id' | 'delegates'>,
    made: Made,
    agenda?: Meeting['agenda'],
  ): Promise<boolean>;
}
