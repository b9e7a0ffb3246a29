import { Failure } from '../../../protocol/failure.ts';
import { mostSeriesInvitations } from '../../../protocol/rest/meetings/series.ts';

/**
 * @param occurrences how many meetings are written together; for a single meeting there is no limit
 * @param invited how many invitees each of them would have
 * @throws Failure `series-too-large`
 */
export function requireSeriesSize(occurrences: number, invited: number): void {
  if (occurrences > 1 && occurrences * invited > mostSeriesInvitations) {
    throw new Failure(
      'series-too-large',
      `${occurrences} occurrences with ${invited} invited: ${mostSeriesInvitations} at most`,
    );
  }
}
