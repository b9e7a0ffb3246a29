import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';

/** What moves a meeting from state to state. */
export type MeetingAction =
  | 'submit'
  | 'approve'
  | 'send-back'
  | 'schedule'
  | 'open-rehearsal'
  | 'open'
  | 'end'
  | 'reopen'
  | 'lapse'
  | 'close'
  | 'cancel';

/** Who may cause an action: people through a use case, the clock, or the conference that has ended. */
export type Mover = 'people' | 'clock' | 'conference';

interface Transition {
  readonly from: readonly MeetingState[];
  readonly to: MeetingState;
  readonly by: readonly Mover[];
}

/** The life of a meeting. No action leads out of `closed` and `cancelled`. */
export const transitions: Readonly<Record<MeetingAction, Transition>> = {
  submit: { from: ['draft'], to: 'submitted', by: ['people'] },
  approve: { from: ['submitted'], to: 'approved', by: ['people'] },
  'send-back': { from: ['submitted', 'approved'], to: 'draft', by: ['people'] },
  schedule: { from: ['draft', 'approved'], to: 'scheduled', by: ['people'] },
  'open-rehearsal': { from: ['scheduled'], to: 'rehearsal-open', by: ['people', 'clock'] },
  open: { from: ['scheduled', 'rehearsal-open'], to: 'live', by: ['people', 'clock'] },
  end: { from: ['live'], to: 'ended', by: ['clock', 'conference'] },
  /** At most ten minutes after the end of its conference. */
  reopen: { from: ['ended'], to: 'live', by: ['people'] },
  /** Its time has passed while no server ran. */
  lapse: { from: ['scheduled', 'rehearsal-open'], to: 'ended', by: ['clock'] },
  close: { from: ['ended'], to: 'closed', by: ['people'] },
  cancel: {
    from: ['draft', 'submitted', 'approved', 'scheduled', 'rehearsal-open', 'live'],
    to: 'cancelled',
    by: ['people'],
  },
};

/**
 * The state that the action leads to; undefined if the action is not possible from this state or by this
 * mover.
 */
export function transition(
  { state, needsApproval }: { readonly state: MeetingState; readonly needsApproval: boolean },
  action: MeetingAction,
  by: Mover,
): MeetingState | undefined {
  const { from, to, by: movers } = transitions[action];
  // A draft that needs approval is submitted; one that does not is scheduled.
  const barred = state === 'draft' && action === (needsApproval ? 'schedule' : 'submit');
  return !barred && from.includes(state) && movers.includes(by) ? to : undefined;
}

/** Parts of the plan that may be changed while the meeting is in a state. */
export function changeable(state: MeetingState): 'all' | 'course' | 'nothing' {
  switch (state) {
    case 'draft':
    case 'scheduled':
    case 'rehearsal-open':
      return 'all';
    case 'live':
      // Title, classification, admission, agenda and the need for a chair are in the conference's log by now.
      return 'course';
    case 'submitted':
    case 'approved':
      // The approval covers what was submitted: to change it, send it back first.
      return 'nothing';
    case 'ended':
    case 'closed':
    case 'cancelled':
      return 'nothing';
    default:
      return state satisfies never;
  }
}
