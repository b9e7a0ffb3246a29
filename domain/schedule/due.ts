import { type Due, type DueMeeting, type PlanDue, due, planDue } from '../../protocol/rest/meetings/due.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';

interface Planned {
  readonly state: MeetingState;
  readonly needsApproval: boolean;
  readonly needsChair: boolean;
  readonly invited: number;
  readonly chairs: number;
}

/** What decides what is to be done for a meeting. */
export interface DueFacts extends Planned {
  readonly startsAtMs: number;
  /** It waits for the reader's approval. */
  readonly toApprove: boolean;
  readonly failedLetters: number;
  readonly unanswered: number;
  /** Rooms that have not declined and have not passed their check; none before rooms check themselves. */
  readonly unchecked: number;
}

/** How long before the start planners are to ask those who have not answered. */
const repliesDueMs = 3 * 24 * 60 * 60 * 1_000;

/** What planners must still do for a plan, in the order in which it is done. */
export function planDueOf({
  state,
  needsApproval,
  needsChair,
  invited,
  chairs,
}: Planned): readonly PlanDue[] {
  const lacksChair = isAhead(state) && invited > 0 && chairs === 0;
  const isDue: Record<PlanDue, boolean> = {
    invite: isAhead(state) && invited === 0,
    chair: lacksChair && !needsChair,
    'needed-chair': lacksChair && needsChair,
    submit: state === 'draft' && needsApproval,
    schedule: state === 'approved' || (state === 'draft' && !needsApproval),
  };
  return planDue.options.filter((what) => isDue[what]);
}

/** What is to be done for a meeting by its planners, or by its technical staff alone, in the order in which it is done. */
export function dueOf(facts: DueFacts, mayPlan: boolean, nowMs: number): DueMeeting['due'] {
  const { state, startsAtMs, toApprove, failedLetters, unanswered, unchecked } = facts;
  const isAnnounced = state === 'scheduled' || state === 'rehearsal-open';
  const counted: Partial<Record<Due, number>> = {
    letters: mayPlan && isAnnounced ? failedLetters : 0,
    replies: mayPlan && isAnnounced && startsAtMs <= nowMs + repliesDueMs ? unanswered : 0,
    checks: unchecked,
  };
  const once = new Set<Due>([
    ...(mayPlan ? planDueOf(facts) : []),
    ...(mayPlan && toApprove ? (['approve'] as const) : []),
    ...(mayPlan && state === 'ended' ? (['sign-off'] as const) : []),
  ]);
  return due.options.flatMap((what) => {
    if (once.has(what)) return { what, count: null };
    const count = counted[what] ?? 0;
    return count > 0 ? { what, count } : [];
  });
}

/** Whether people can still be invited before the meeting begins. */
const isAhead = (state: MeetingState): boolean =>
  state === 'draft' || state === 'scheduled' || state === 'rehearsal-open';
