import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { Meeting } from '../meeting.ts';
import { changeable } from '../transitions.ts';

/** The other occurrences to which a command on this one applies: those within reach that are still ahead. */
export function within(
  { id, seriesId, occurrenceAtMs }: Meeting,
  reach: Reach | undefined,
  occurrences: readonly Meeting[],
  now: number,
): readonly Meeting[] {
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
export const changeableWithin = (...given: Parameters<typeof within>): readonly Meeting[] =>
  within(...given).filter(({ state }) => changeable(state) === 'all');

function isAhead({ state, endsAtMs }: Meeting, now: number): boolean {
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
