import type { MeetingWithInvitations } from '../meeting.ts';
import type { PlanRefusal } from './decision.ts';
import { recordingRefusal, scriptRefusal, spanRefusal } from './limits.ts';

/** What planners say of a new meeting. */
export type Draft = Pick<
  MeetingWithInvitations,
  | 'id'
  | 'title'
  | 'description'
  | 'startsAtMs'
  | 'endsAtMs'
  | 'classification'
  | 'admission'
  | 'needsChair'
  | 'chairOrder'
  | 'siteId'
  | 'preparationMinutes'
  | 'clearingMinutes'
  | 'needsApproval'
  | 'recorded'
  | 'agenda'
  | 'origin'
  | 'invitations'
> & {
  /** Scheduled at once, overriding the plans of its rooms and people. */
  readonly emergency: boolean;
};

export interface Drafted {
  readonly ok: true;
  readonly meeting: MeetingWithInvitations;
}

/** A new meeting, or why there is none. */
export function decideDraft(draft: Draft, createdByAccountId: string, nowMs: number): Drafted | PlanRefusal {
  const refusal =
    spanRefusal(draft) ?? recordingRefusal(draft) ?? scriptRefusal(draft.agenda, draft.invitations);
  if (refusal !== undefined) return refusal;
  const { emergency } = draft;
  const meeting: MeetingWithInvitations = {
    ...draft,
    state: emergency ? 'scheduled' : 'draft',
    overridesClashes: emergency,
    announced: emergency,
    submittedByAccountId: null,
    returnReason: null,
    seriesId: null,
    occurrenceAtMs: null,
    departs: false,
    openedAtMs: null,
    cancelReason: null,
    version: 1,
    createdByAccountId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  return { ok: true, meeting };
}
