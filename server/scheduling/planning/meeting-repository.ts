import type { Admission } from '../../../protocol/conference/presence.ts';
import type { Origin } from '../../../protocol/rest/meetings/history.ts';
import type {
  AskedDelegate,
  Classification,
  MeetingPosition,
  MeetingState,
} from '../../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { Covered } from '../../identity/covered.ts';

export type Invitation = {
  readonly id: string;
  /** Exactly one of endpointId and accountId is set. */
  readonly endpointId: string | null;
  readonly accountId: string | null;
  readonly role: Role;
  /** Sent over from another conference. The endpoint stays booked by that conference's meeting. */
  readonly transferred: boolean;
  /** The people whom the planners ask to come. */
  readonly delegates: readonly AskedDelegate[];
};

export type AgendaItem = {
  readonly id: string;
  readonly title: string;
  readonly plannedMinutes: number | null;
};

export type Meeting = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly state: MeetingState;
  readonly classification: Classification;
  readonly admission: Admission;
  /** The site that organises the meeting. The scope of authority follows from it. */
  readonly siteId: string;
  /** The margins before the start and after the end for which the meeting holds its resources, too. */
  readonly preparationMinutes: number;
  readonly clearingMinutes: number;
  /** The meeting may hold what others hold at the same time; an authorised planner has decided that. */
  readonly overridesClashes: boolean;
  /**
   * The meeting must be submitted and approved before it is scheduled. Set when it is planned; never changes.
   */
  readonly needsApproval: boolean;
  /** Who last submitted it, and why it was last sent back. */
  readonly submittedByAccountId: string | null;
  readonly returnReason: string | null;
  /** The series of the occurrence, and the start that the rule gave it; both null or neither. */
  readonly seriesId: string | null;
  readonly occurrenceAtMs: number | null;
  /** An occurrence that was changed alone: it keeps its own time when the others move. */
  readonly departs: boolean;
  /** Called at once, overriding the plans of its rooms. */
  readonly emergency: boolean;
  /** Whether invitations were ever sent. If it is cancelled before that, its invitees never learn of it. */
  readonly announced: boolean;
  /** When its conference was opened; null before that. */
  readonly openedAtMs: number | null;
  /** What the meeting was created from; null if created from scratch. */
  readonly origin: Origin | null;
  readonly cancelReason: string | null;
  /** The meeting holds one of the recorders at its time. Never true for a classified meeting. */
  readonly recorded: boolean;
  readonly agenda: readonly AgendaItem[];
  /** Starts at 1 and grows by one with every change, including changes of invitations. */
  readonly version: number;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

/** A meeting's id and the site that organises it. */
export type OfSite = Pick<Meeting, 'id' | 'siteId'>;

export type MeetingWithInvitations = Meeting & { readonly invitations: readonly Invitation[] };

export type MeetingChanges = Partial<
  Pick<
    Meeting,
    | 'title'
    | 'description'
    | 'startsAtMs'
    | 'endsAtMs'
    | 'state'
    | 'classification'
    | 'admission'
    | 'siteId'
    | 'preparationMinutes'
    | 'clearingMinutes'
    | 'overridesClashes'
    | 'departs'
    | 'cancelReason'
    | 'submittedByAccountId'
    | 'returnReason'
    | 'recorded'
    | 'openedAtMs'
    | 'agenda'
  >
>;

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
 * The media workers have no capacity left for that many participants at that time, even with the smallest
 * pictures. Nothing was changed.
 */
export class Oversold extends Clash {
  override readonly name = 'Oversold';
}

/** A participant that was sent over from another meeting's conference. */
export interface SentOver {
  readonly inviteeId: string;
  readonly role: Role;
  readonly from: string;
  /** The title of that meeting at the time; empty if it is classified. */
  readonly fromTitle: string;
  /** Who sent it: the id of an account or an endpoint. */
  readonly byId: string;
}

export interface MeetingRepository {
  /** @throws Clash */
  insert(meeting: Covered<MeetingWithInvitations>): Promise<void>;
  byId(meetingId: string): Promise<MeetingWithInvitations | undefined>;
  /** By start, then id; the other way round with `latestFirst`. */
  list(filter: MeetingFilter): Promise<readonly Meeting[]>;
  /**
   * The three functions below compare and swap on the version. They change everything, raise the version by
   * one and set updatedAtMs; if the meeting has another version by now, they change nothing and return false.
   * The change is kept in the meeting's history under the account; leave it out if the clock or the
   * conference made the change.
   * @throws Clash
   */
  update(
    meeting: Covered<OfSite>,
    expectedVersion: number,
    changes: MeetingChanges,
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
  replaceInvitations(
    meeting: Covered<OfSite>,
    expectedVersion: number,
    invitations: readonly Invitation[],
    updatedAtMs: number,
    byAccountId?: string,
  ): Promise<boolean>;
  /**
   * An endpoint or account that is invited already keeps its invitation and its delegates, with the new role.
   * `sentOver` is noted in the history, also if no invitation is new.
   */
  addInvitations(
    meeting: Covered<OfSite>,
    expectedVersion: number,
    invitations: readonly Invitation[],
    updatedAtMs: number,
    byAccountId?: string,
    sentOver?: SentOver,
  ): Promise<boolean>;
}
