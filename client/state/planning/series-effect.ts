import { within } from '../../../domain/schedule/decide-plan/reach.ts';
import { changeable, transition, type MeetingAction } from '../../../domain/schedule/transitions.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { Reach, SeriesView } from '../../../protocol/rest/meetings/series.ts';

type Occurrence = SeriesView['occurrences'][number];
type Occurrences = Pick<SeriesView, 'occurrences'>;
type Planned = Pick<MeetingDetail, 'id' | 'state' | 'needsApproval' | 'seriesId'> & {
  readonly invitations: readonly unknown[];
};

/** A step from state to state, or a change of the plan or of its invitees. */
export type SeriesStep = Extract<MeetingAction, 'submit' | 'approve' | 'schedule' | 'cancel'> | 'change';

/** What a step does to a meeting and to the occurrences of its series within reach. */
export interface SeriesEffect {
  /** How many meetings it reaches, this one included. */
  readonly meetings: number;
  /** How many invitations all of them have. */
  readonly invitations: number;
}

/** @param series undefined for a meeting outside a series, and until it is loaded */
export function effectOf(
  step: SeriesStep,
  meeting: Planned,
  reach: Reach,
  series: Occurrences | undefined,
  now: number,
): SeriesEffect {
  const { needsApproval } = meeting;
  const others = othersWithin(meeting, reach, series, now).filter(({ state }) =>
    step === 'change'
      ? changeable(state) === 'all'
      : transition({ state, needsApproval }, step, 'people') !== undefined,
  );
  return {
    meetings: 1 + others.length,
    invitations: others.reduce((sum, { invited }) => sum + invited, meeting.invitations.length),
  };
}

/** The step that takes the meeting on towards being announced; a change once it is, or while others decide. */
export function nextStepOf({
  state,
  needsApproval,
  self,
}: Pick<MeetingDetail, 'state' | 'needsApproval' | 'self'>): SeriesStep {
  if (state === 'draft') return needsApproval ? 'submit' : 'schedule';
  if (state === 'approved') return 'schedule';
  return state === 'submitted' && self.mayApprove ? 'approve' : 'change';
}

/** Whether a step or a change can reach the series: the meeting can be changed, or waits for its approval. */
export const mayStep = ({ state, self }: Pick<MeetingDetail, 'state' | 'self'>): boolean =>
  self.mayPlan && (changeable(state) === 'all' || state === 'submitted' || state === 'approved');

/**
 * How far a command on this meeting reaches. Outside a series there are no others. While the meeting is live, its page
 * offers no reach, so a late invitation is for this meeting only.
 */
export const reachFrom = (
  meeting: Pick<MeetingDetail, 'state' | 'self' | 'seriesId'>,
  chosen: Reach,
): Reach => (meeting.seriesId !== null && mayStep(meeting) ? chosen : 'one');

/** The occurrences ahead to which no invitation has gone out, of a series in which this one is announced. */
export function unannouncedOf(
  meeting: Planned,
  series: Occurrences | undefined,
  now: number,
): readonly Occurrence[] {
  const isAnnounced = ['scheduled', 'rehearsal-open', 'live'].includes(meeting.state);
  if (!isAnnounced) return [];
  return othersWithin(meeting, 'all', series, now).filter(({ state }) =>
    ['draft', 'submitted', 'approved'].includes(state),
  );
}

function othersWithin(
  { id, seriesId }: Planned,
  reach: Reach,
  series: Occurrences | undefined,
  now: number,
): readonly Occurrence[] {
  const occurrences = series?.occurrences.map((each) => ({ ...each, seriesId })) ?? [];
  const own = occurrences.find((each) => each.id === id);
  return own === undefined ? [] : within(own, reach, occurrences, now);
}
