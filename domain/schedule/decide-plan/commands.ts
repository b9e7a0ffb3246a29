import type { AskedDelegate } from '../../../protocol/rest/meetings/meetings.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { GivenRole } from '../../../protocol/roles.ts';
import type { AgendaItem, Invitation, Meeting, SentOver, SentSelection } from '../meeting.ts';
import { type MeetingAction, type Mover, transitions } from '../transitions.ts';

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
    | 'needsChair'
    | 'chairOrder'
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
  /** Opens the conference again that ended at this moment, epoch ms; null if it has never ended. */
  | { readonly type: 'reopen'; readonly endedAtMs: number | null }
  /** A person signs off what the session came to. */
  | { readonly type: 'close' }
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
      readonly invitees: readonly (Invitee & { readonly role: GivenRole })[];
      /** The selection that the invitees come from. */
      readonly sent?: SentSelection;
    }
  | {
      readonly type: 'ask-delegates';
      readonly invitationId: string;
      readonly delegates: readonly AskedDelegate[];
    }
  | { readonly type: 'withdraw'; readonly invitationId: string }
  /** Gives the place of one invitee to an account; applies to this meeting only. */
  | { readonly type: 'hand-over'; readonly invitationId: string; readonly toAccountId: string }
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

/** The senders of a step, without the clock: it gives only `pass-time`. */
const movers = (action: MeetingAction): readonly Mover[] =>
  transitions[action].by.filter((mover) => mover !== 'clock');

/** The senders of each command. */
export const moversOf: Readonly<Record<PlanCommandType, readonly Mover[]>> = {
  submit: movers('submit'),
  approve: movers('approve'),
  'send-back': movers('send-back'),
  schedule: movers('schedule'),
  cancel: movers('cancel'),
  open: movers('open'),
  reopen: movers('reopen'),
  close: movers('close'),
  'pass-time': ['clock'],
  end: movers('end'),
  edit: ['people'],
  'override-clashes': ['people'],
  extend: ['conference'],
  invite: ['people'],
  'ask-delegates': ['people'],
  withdraw: ['people'],
  'hand-over': ['people'],
  transfer: ['conference'],
  repeat: ['people'],
};
