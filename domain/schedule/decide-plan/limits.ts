import { mostSeriesInvitations } from '../../../protocol/rest/meetings/series.ts';
import type { Meeting, Times } from '../meeting.ts';
import { refuse, type PlanRefusal } from './decision.ts';

/** A meeting holds its rooms for its whole length, so the length has a limit. */
const longestMs = 31 * 24 * 60 * 60 * 1_000;

/** Refuses a meeting that ends before it starts, or that is too long. */
export function spanRefusal({ startsAtMs, endsAtMs }: Times): PlanRefusal | undefined {
  if (endsAtMs <= startsAtMs) return refuse('invalid-request', 'a meeting must end after it starts');
  if (endsAtMs - startsAtMs > longestMs) {
    return refuse('invalid-request', 'a meeting may last at most 31 days');
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
    ? refuse(
        'series-too-large',
        `${occurrences} occurrences with ${invited} invited: ${mostSeriesInvitations} at most`,
      )
    : undefined;
}

/** Refuses to move occurrences by the wall clock so that one would end before it starts. */
export const movedRefusal = (others: readonly Times[]): PlanRefusal | undefined =>
  others.some(({ startsAtMs, endsAtMs }) => endsAtMs <= startsAtMs)
    ? refuse('invalid-request', 'an occurrence must end after it starts')
    : undefined;

/** A classified meeting is never recorded. */
export function recordingRefusal({
  recorded,
  classification,
}: Pick<Meeting, 'recorded' | 'classification'>): PlanRefusal | undefined {
  return recorded && classification === 'classified'
    ? refuse('invalid-request', 'recorded: must be false for a classified meeting')
    : undefined;
}
