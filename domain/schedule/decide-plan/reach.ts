import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { Meeting } from '../meeting.ts';
import { changeable } from '../transitions.ts';

/** What decides whether an occurrence is within reach. */
export type Reachable = Pick<Meeting, 'id' | 'seriesId' | 'occurrenceAtMs' | 'state' | 'endsAtMs'>;

/** The other occurrences to which a command on this one applies: those within reach that are still ahead. */
export function within<M extends Reachable>(
  { id, seriesId, occurrenceAtMs }: Pick<Meeting, 'id' | 'seriesId' | 'occurrenceAtMs'>,
  reach: Reach | undefined,
  occurrences: readonly M[],
  now: number,
): readonly M[] {
  if (reach === undefined || reach === 'one' || seriesId === null || occurrenceAtMs === null) return [];
  const fromMs = reach === 'following' ? occurrenceAtMs : 0;
  return occurrences.filter(
    (other) =>
      other.id !== id &&
      other.seriesId === seriesId &&
      (other.occurrenceAtMs ?? 0) >= fromMs &&
      isAhead(other, now),
  );
}

/** Those of them whose plan may be changed; submitted and approved meetings stay as they are. */
export const changeableWithin = (...given: Parameters<typeof within<Meeting>>): readonly Meeting[] =>
  within(...given).filter(({ state }) => changeable(state) === 'all');

function isAhead({ state, endsAtMs }: Pick<Meeting, 'state' | 'endsAtMs'>, now: number): boolean {
  switch (state) {
    case 'draft':
    case 'submitted':
    case 'approved':
    case 'scheduled':
    case 'rehearsal-open':
      return endsAtMs > now;
    case 'live':
    case 'ended':
    case 'closed':
    case 'cancelled':
      return false;
    default:
      return state satisfies never;
  }
}
