import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AskedDelegate } from '../../../protocol/rest/meetings/meetings.ts';
import type { Invitation, Meeting, MeetingChanges, SentOver, SentSelection, Times } from '../meeting.ts';
import type { RecurrenceProblem } from '../recurrence.ts';
import type { ScheduleLimits } from '../schedule-tick.ts';

/** Why a command is refused. */
export interface PlanRefusal {
  readonly ok: false;
  readonly code: Extract<
    ErrorCode,
    | 'not-found'
    | 'version-changed'
    | 'forbidden'
    | 'wrong-phase'
    | 'invalid-request'
    | 'conflict'
    | 'series-too-large'
  >;
  /** In English, for developers. */
  readonly detail?: string;
}

/** What the command changes (undefined if nothing), or why it is refused. */
export type PlanDecision = { readonly ok: true; readonly change: PlanChange | undefined } | PlanRefusal;

/** An endpoint or account in a role. */
export type Invited = Omit<Invitation, 'id' | 'delegates'>;

/** The id and times of a copy of a meeting. */
export type MeetingCopy = Pick<Meeting, 'id'> & Times;

/** One change of one meeting, or the same of several occurrences: stored as a whole or not at all. */
export type PlanChange = {
  /** As they were, but at their new times; the meeting of the command comes first. */
  readonly meetings: readonly [Meeting, ...Meeting[]];
} & (
  | { readonly kind: 'set'; readonly fields: Omit<MeetingChanges, 'startsAtMs' | 'endsAtMs'> }
  | {
      readonly kind: 'invite';
      readonly invited: readonly Invited[];
      readonly sent: SentSelection | undefined;
    }
  | {
      readonly kind: 'ask-delegates';
      readonly invitee: Pick<Invitation, 'endpointId' | 'accountId'>;
      readonly delegates: readonly AskedDelegate[];
    }
  | { readonly kind: 'withdraw'; readonly inviteeId: string }
  | {
      readonly kind: 'hand-over';
      readonly from: Invitation;
      readonly to: Invited;
      /** With the places in the script handed over, too; undefined if there are none. */
      readonly agenda: Meeting['agenda'] | undefined;
    }
  | {
      readonly kind: 'transfer';
      readonly invitation: Invitation | undefined;
      readonly sentOver: SentOver;
    }
  | {
      readonly kind: 'repeat';
      readonly series: { readonly id: string; readonly rule: string; readonly timeZone: string };
      readonly later: readonly MeetingCopy[];
    }
);

/** The version of the meeting on which a decision rests; 'any' if it does not depend on one. */
export type KnownVersion = number | 'any';

/** Who gives the command, and what it may do with this meeting. */
export type PlanActor =
  | {
      readonly mover: 'people';
      readonly accountId: string;
      readonly mayPlan: boolean;
      readonly mayOpen: boolean;
      readonly mayApprove: boolean;
      readonly knows: KnownVersion;
    }
  | { readonly mover: 'clock'; readonly limits: ScheduleLimits }
  | { readonly mover: 'conference'; readonly knows: KnownVersion };

/** What a decision depends on besides the meeting. What a command does not need may be empty. */
export interface PlanFacts {
  readonly actor: PlanActor;
  /** The other occurrences of the series, as far as the actor plans them. */
  readonly occurrences: readonly Meeting[];
  /** The new times of occurrences that move along, by the wall clock of their series. */
  readonly moved: ReadonlyMap<string, Times>;
  /** Those of the named invitees that exist and that the actor may invite. */
  readonly invitable: ReadonlySet<string>;
  /** The further times that the rule gives. */
  readonly later:
    | { readonly ok: true; readonly places: readonly MeetingCopy[] }
    | { readonly ok: false; readonly problem: RecurrenceProblem };
}

/** For commands that need nothing but the meeting. */
export const noFurtherFacts: Omit<PlanFacts, 'actor'> = {
  occurrences: [],
  moved: new Map(),
  invitable: new Set(),
  later: { ok: true, places: [] },
};

export const acceptPlan = (change?: PlanChange): PlanDecision => ({ ok: true, change });

export const refusePlan = (code: PlanRefusal['code'], detail?: string): PlanRefusal => ({
  ok: false,
  code,
  ...(detail !== undefined && { detail }),
});

export const wrongPhase = ({ state }: Pick<Meeting, 'state'>): PlanRefusal =>
  refusePlan('wrong-phase', `not allowed while the meeting is ${state}`);
