import type { Admission } from '../../protocol/conference/presence.ts';
import type { Origin } from '../../protocol/rest/history.ts';
import type { AskedDelegate, MeetingPosition } from '../../protocol/rest/meetings.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Covered } from '../identity/scope.ts';

export type Invitation = {
  readonly id: string;
  /** Exactly one of endpointId and accountId is set. */
  readonly endpointId: string | null;
  readonly accountId: string | null;
  readonly role: Role;
  /** Sent over from another conference, whose meeting goes on holding it. */
  readonly transferred: boolean;
  /** Whom the planners ask to come. */
  readonly delegates: readonly AskedDelegate[];
};

export type AgendaItem = {
  readonly id: string;
  readonly title: string;
  readonly plannedMinutes: number | null;
};

/** State and classification are words of the rules of meetings; storage keeps them as given. */
export type Meeting = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly state: string;
  readonly classification: string;
  readonly admission: Admission;
  /** The site that organises it; scope of authority follows from it. */
  readonly siteId: string;
  /** For how long before its start and after its end what it holds is held, too. */
  readonly preparationMinutes: number;
  readonly clearingMinutes: number;
  /** Somebody who may has decided that it holds what others hold at the same time. */
  readonly overridesClashes: boolean;
  /** It is submitted and approved before it is scheduled. Set when it is planned, and for good. */
  readonly needsApproval: boolean;
  /** Who submitted it last, and why it was sent back last. */
  readonly submittedByAccountId: string | null;
  readonly returnReason: string | null;
  /** The series of which it is an occurrence, and the start that the rule gave it; both or neither. */
  readonly seriesId: string | null;
  readonly occurrenceAtMs: number | null;
  /** An occurrence that was changed alone: it keeps its own time when the others move. */
  readonly departs: boolean;
  /** Called at once, over what its rooms were to do. */
  readonly emergency: boolean;
  /** Its invitations went out once; a meeting that is cancelled before that stays unknown to those whom it would have invited. */
  readonly announced: boolean;
  /** When its conference was opened; null before that. */
  readonly openedAtMs: number | null;
  /** What it was made from; null where from nothing. */
  readonly origin: Origin | null;
  readonly cancelReason: string | null;
  /** It holds one of the recorders at its time; never where it is classified. */
  readonly recorded: boolean;
  readonly agenda: readonly AgendaItem[];
  /** Starts at 1 and grows by one with every change, invitations included. */
  readonly version: number;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

/** Which meeting, and whose. */
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
  /** Meetings that are not over by then. */
  readonly endsAfterMs?: number;
  /** Meetings that begin before then. */
  readonly startsBeforeMs?: number;
  readonly states?: readonly string[];
  /** True: only meetings whose invitations went out. */
  readonly announced?: boolean;
  /** Organised by one of these sites. */
  readonly siteIds?: readonly string[];
  readonly invitedEndpointId?: string;
  readonly invitedAccountId?: string;
  /** Whose titles hold this, folded. */
  readonly folded?: string;
  /** Submitted, sent back, or approved and not yet scheduled. */
  readonly pendingApproval?: boolean;
  /** Those that come after this one. */
  readonly after?: MeetingPosition;
  readonly latestFirst?: boolean;
  readonly limit?: number;
};

/** What a meeting would hold is held by another at that time. Nothing was changed. */
export class Clash extends Error {
  override readonly name: string = 'Clash';
}

/** So many participants are more than the media workers have left at that time, however small their pictures. Nothing was changed. */
export class Oversold extends Clash {
  override readonly name = 'Oversold';
}

/** One who was sent over from another meeting's conference. */
export interface SentOver {
  readonly inviteeId: string;
  readonly role: Role;
  readonly from: string;
  /** As that meeting was called then; empty where it is classified. */
  readonly fromTitle: string;
  /** An account or an endpoint. */
  readonly byId: string;
}

export interface MeetingRepository {
  /** @throws Clash */
  insert(meeting: Covered<MeetingWithInvitations>): Promise<void>;
  byId(meetingId: string): Promise<MeetingWithInvitations | undefined>;
  /** By start, then id; the other way round if so asked. */
  list(filter: MeetingFilter): Promise<readonly Meeting[]>;
  /**
   * The three below are compare and swap on the version: they change everything, raise the version by one and set
   * updatedAtMs, or, when the meeting has another version by now, change nothing and give false. What they change is kept in
   * the meeting's history, as done by the account; left out where time or the conference did it.
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
   * An endpoint or account that is invited already keeps its invitation and its delegates, with the new role. `sentOver` is
   * noted in the history, be there a new invitation or none.
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
