import type { ListedMeeting } from '../../protocol/rest/meetings.ts';

/** Where a meeting is on its way to approval, as the one who looks sees it; what one can do something about comes first. */
export const approvalStages = ['to-approve', 'sent-back', 'to-schedule', 'submitted'] as const;
export type ApprovalStage = (typeof approvalStages)[number];

export interface Pending {
  readonly meeting: ListedMeeting;
  /** Further occurrences of its series in the same stage. */
  readonly others: number;
}

export type Approvals = Readonly<Record<ApprovalStage, readonly Pending[]>>;

/** A series stands once in a stage, by its first occurrence there. */
export function approvalsOf(meetings: readonly ListedMeeting[]): Approvals {
  const at = (stage: ApprovalStage): readonly Pending[] => {
    const inStage = meetings.filter((meeting) => stageOf(meeting) === stage);
    const alike = Map.groupBy(inStage, ({ id, seriesId }) => seriesId ?? id);
    return [...alike.values()].flatMap(([meeting, ...others]) =>
      meeting === undefined ? [] : [{ meeting, others: others.length }],
    );
  };
  return {
    'to-approve': at('to-approve'),
    'sent-back': at('sent-back'),
    'to-schedule': at('to-schedule'),
    submitted: at('submitted'),
  };
}

/** How much waits for a planner of this unit: what others have submitted, and what came back to the unit. */
export function waitingFor(siteId: string | null, approvals: Approvals): number {
  const own = [...approvals['sent-back'], ...approvals['to-schedule']].filter(
    ({ meeting }) => meeting.siteId === siteId,
  );
  return approvals['to-approve'].length + own.length;
}

function stageOf({ state, toApprove }: ListedMeeting): ApprovalStage {
  if (toApprove) return 'to-approve';
  if (state === 'draft') return 'sent-back';
  return state === 'approved' ? 'to-schedule' : 'submitted';
}
