import type { Invitation, Meeting, Times } from '../../../domain/schedule/meeting.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { Scope } from '../../identity/scope.ts';
import type { Calendar } from './calendar.ts';
import type { SeriesRepository } from './series-repository.ts';

export interface OccurrencesContext {
  readonly series: Pick<SeriesRepository, 'byId' | 'occurrences' | 'invitees'>;
  readonly calendar: Calendar;
}

export type Occurrences = ReturnType<typeof createOccurrences>;

/** What decisions about a series must know of its occurrences. */
export function createOccurrences({ series, calendar }: OccurrencesContext) {
  return {
    /** All occurrences of the meeting's series within the scope; none if the reach is the meeting alone. */
    async planned(
      { seriesId }: Meeting,
      reach: Reach | undefined,
      scope: Scope,
    ): Promise<readonly Meeting[]> {
      if (reach === undefined || reach === 'one' || seriesId === null) return [];
      return (await series.occurrences(seriesId)).filter((each) => scope.has(each));
    },

    /**
     * The new times of the others, by id, when one of their series moves, by the wall clock of the series. An
     * occurrence that departs from the series keeps its own time.
     */
    async moved(
      meeting: Meeting,
      to: Times,
      others: readonly Meeting[],
    ): Promise<ReadonlyMap<string, Times>> {
      const { seriesId, startsAtMs, endsAtMs } = meeting;
      const stays = to.startsAtMs === startsAtMs && to.endsAtMs === endsAtMs;
      const along = others.filter(({ departs }) => !departs);
      const timeZone =
        stays || seriesId === null || along.length === 0
          ? undefined
          : (await series.byId(seriesId))?.timeZone;
      if (timeZone === undefined) return new Map();
      const moved = await calendar(
        'moved',
        { from: timesOf(meeting), to: timesOf(to), others: along.map(timesOf), timeZone },
        meeting.siteId,
      );
      return new Map(
        along.flatMap(({ id }, index) => {
          const times = moved[index];
          return times === undefined ? [] : [[id, times] as const];
        }),
      );
    },

    /** The invitations of each of the meetings, by the meeting's id. */
    invitations: (meetings: readonly Meeting[]): Promise<ReadonlyMap<string, readonly Invitation[]>> =>
      series.invitees(meetings.map(({ id }) => id)),
  };
}

const timesOf = ({ startsAtMs, endsAtMs }: Times): Times => ({ startsAtMs, endsAtMs });
