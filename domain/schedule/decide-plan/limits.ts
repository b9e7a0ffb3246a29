import { mostSeriesInvitations } from '../../../protocol/rest/meetings/series.ts';
import { inviteeOf, type Invitation, type Meeting, type Times } from '../meeting.ts';
import { refusePlan, type PlanRefusal } from './decision.ts';

/** A meeting holds its rooms for its whole length, so the length has a limit. */
const longestMs = 31 * 24 * 60 * 60 * 1_000;

/** Refuses a meeting that ends before it starts, or that is too long. */
export function spanRefusal({ startsAtMs, endsAtMs }: Times): PlanRefusal | undefined {
  if (endsAtMs <= startsAtMs) return refusePlan('invalid-request', 'a meeting must end after it starts');
  if (endsAtMs - startsAtMs > longestMs) {
    return refusePlan('invalid-request', 'a meeting may last at most 31 days');
  }
  return undefined;
}

/**
 * Refuses too many invitations over all occurrences.
 * @param occurrences how many meetings are written together; for a single meeting there is no limit
 * @param invited how many invitees each of them would have
 */
export function seriesSizeRefusal(occurrences: number, invited: number): PlanRefusal | undefined {
  return occurrences > 1 && occurrences * invited > mostSeriesInvitations
    ? refusePlan(
        'series-too-large',
        `${occurrences} occurrences with ${invited} invited: ${mostSeriesInvitations} at most`,
      )
    : undefined;
}

/** Refuses to move occurrences by the wall clock so that one would end before it starts. */
export const movedRefusal = (others: readonly Times[]): PlanRefusal | undefined =>
  others.some(({ startsAtMs, endsAtMs }) => endsAtMs <= startsAtMs)
    ? refusePlan('invalid-request', 'an occurrence must end after it starts')
    : undefined;

/** Refuses an agenda with a prepared speaker that is not invited. */
export function scriptRefusal(
  agenda: Meeting['agenda'],
  invitations: readonly Pick<Invitation, 'endpointId' | 'accountId'>[],
): PlanRefusal | undefined {
  const invited = new Set(invitations.map(inviteeOf));
  const stranger = agenda
    .flatMap(({ speakers }) => speakers)
    .find(({ inviteeId }) => !invited.has(inviteeId));
  return stranger && refusePlan('not-found', `the prepared speaker ${stranger.inviteeId} is not invited`);
}

/** A classified meeting is never recorded. */
export function recordingRefusal({
  recorded,
  classification,
}: Pick<Meeting, 'recorded' | 'classification'>): PlanRefusal | undefined {
  return recorded && classification === 'classified'
    ? refusePlan('invalid-request', 'recorded: must be false for a classified meeting')
    : undefined;
}
