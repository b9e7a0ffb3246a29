import type { AskedDelegate } from '../../../protocol/rest/meetings/meetings.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { AgendaItem, Invitation, Meeting, SentOver, SentSelection } from '../meeting.ts';
import type { Mover } from '../transitions.ts';

export interface Invitee {
  readonly kind: 'endpoint' | 'account';
  readonly inviteeId: string;
}

/** New values of the parts of a plan that planners edit; a part that is left out stays. */
export type PlanEdit = Partial<
  Pick<
    Meeting,
    | 'title'
    | 'description'
    | 'startsAtMs'
    | 'endsAtMs'
    | 'classification'
    | 'admission'
    | 'preparationMinutes'
    | 'clearingMinutes'
    | 'recorded'
  >
> & { readonly agenda?: readonly AgendaItem[] };

/** Steps from state to state. */
export type StepCommand =
  | { readonly type: 'submit' }
  | { readonly type: 'approve' }
  | { readonly type: 'send-back'; readonly reason: string }
  | { readonly type: 'schedule' }
  | { readonly type: 'cancel'; readonly reason: string | null }
  | { readonly type: 'open' }
  /** Whatever is due by now. */
  | { readonly type: 'pass-time' }
  /** The conference has ended. */
  | { readonly type: 'end' };

export type CourseCommand =
  | { readonly type: 'edit'; readonly edit: PlanEdit }
  | { readonly type: 'override-clashes'; readonly overridesClashes: boolean }
  /** The live conference asks for more time. */
  | { readonly type: 'extend'; readonly endsAtMs: number };

export type InvitingCommand =
  | {
      readonly type: 'invite';
      readonly invitees: readonly (Invitee & { readonly role: Role })[];
      /** The selection that the invitees come from. */
      readonly sent?: SentSelection;
    }
  | {
      readonly type: 'ask-delegates';
      readonly invitationId: string;
      readonly delegates: readonly AskedDelegate[];
    }
  | { readonly type: 'withdraw'; readonly invitationId: string }
  /** A live conference sends a participant over; `invitation` is undefined if the plan invites it already. */
  | { readonly type: 'transfer'; readonly invitation: Invitation | undefined; readonly sentOver: SentOver };

export type SeriesCommand = {
  readonly type: 'repeat';
  /** The id of the new series. */
  readonly seriesId: string;
  readonly rule: string;
  readonly timeZone: string;
};

/** Everything that may happen to a planned meeting. */
export type PlanCommand = (StepCommand | CourseCommand | InvitingCommand | SeriesCommand) & {
  /** Which occurrences of the series it applies to; by default only the meeting itself. */
  readonly reach?: Reach;
};
export type PlanCommandType = PlanCommand['type'];

/** The sender of each command. */
export const moversOf: Readonly<Record<PlanCommandType, readonly Mover[]>> = {
  submit: ['people'],
  approve: ['people'],
  'send-back': ['people'],
  schedule: ['people'],
  cancel: ['people'],
  open: ['people'],
  'pass-time': ['clock'],
  end: ['conference'],
  edit: ['people'],
  'override-clashes': ['people'],
  extend: ['conference'],
  invite: ['people'],
  'ask-delegates': ['people'],
  withdraw: ['people'],
  transfer: ['conference'],
  repeat: ['people'],
};
