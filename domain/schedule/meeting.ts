import type { Admission } from '../../protocol/conference/presence.ts';
import type { Origin } from '../../protocol/rest/meetings/history.ts';
import type { AskedDelegate, Classification, MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { WordedSelection } from '../../protocol/rest/meetings/selections.ts';
import type { GivenRole, Role } from '../../protocol/roles.ts';

export interface Times {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export type Invitation = {
  readonly id: string;
  /** Exactly one of endpointId and accountId is set. */
  readonly endpointId: string | null;
  readonly accountId: string | null;
  readonly role: GivenRole;
  /** Sent over from another conference. The endpoint stays booked by that conference's meeting. */
  readonly transferred: boolean;
  /** The people that the planners ask to come. */
  readonly delegates: readonly AskedDelegate[];
};

/** An invitee that is to speak on an agenda item. */
export type PlannedSpeaker = {
  readonly inviteeId: string;
  /** Null leaves the length of the speech to the rules of the floor. */
  readonly minutes: number | null;
};

export type AgendaItem = {
  readonly id: string;
  readonly title: string;
  readonly plannedMinutes: number | null;
  /** The script of the item: its prepared speakers, in their order. All of them are invited. */
  readonly speakers: readonly PlannedSpeaker[];
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
  /** Its conference waits for a chair: see `awaitsChair`. */
  readonly needsChair: boolean;
  /** Endpoints and accounts in the order that the planners gave them as chairs: see `chairOrderOf`. */
  readonly chairOrder: readonly string[];
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
    | 'needsChair'
    | 'chairOrder'
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

/** A selection with which invitations were sent: its words and its endpoints at that time. */
export type SentSelection = {
  readonly sentByAccountId: string;
  readonly sentAtMs: number;
  readonly role: GivenRole;
  readonly worded: WordedSelection;
  readonly endpointIds: readonly string[];
};

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

/** The id of the endpoint or account that the invitation invites. */
export const inviteeOf = ({
  endpointId,
  accountId,
}: Pick<Invitation, 'endpointId' | 'accountId'>): string => {
  const invitee = endpointId ?? accountId;
  if (invitee === null) throw new Error('an invitation invites nobody');
  return invitee;
};
