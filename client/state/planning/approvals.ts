import type { ListedMeeting } from '../../../protocol/rest/meetings/meetings.ts';

/**
 * A meeting's stages on the way to approval, as this account sees them; stages in which the
 * account can act come first.
 */
export const approvalStages = ['to-approve', 'sent-back', 'to-schedule', 'submitted'] as const;
export type ApprovalStage = (typeof approvalStages)[number];

export interface Pending {
  readonly meeting: ListedMeeting;
  /** Further occurrences of its series in the same stage. */
  readonly others: number;
}

export type Approvals = Readonly<Record<ApprovalStage, readonly Pending[]>>;

/** A series is listed once per stage, with its first occurrence there. */
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

/**
 * How many meetings wait for a planner of this unit: those that others submitted, and
 * those returned to the unit.
 */
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
