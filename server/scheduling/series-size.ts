import { Failure } from '../../protocol/failure.ts';
import { mostSeriesInvitations } from '../../protocol/rest/series.ts';

/**
 * @param occurrences how many meetings are written together; one alone may invite as many as there are
 * @param invited how many each of them would invite
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
