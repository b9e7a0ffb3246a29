import { changeable } from '../../../domain/schedule/transitions.ts';
import { holds } from '../../../domain/schedule/holding.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { Caller } from '../../identity/caller.ts';
import type { Covered } from '../../identity/covered.ts';
import type { Availability, AvailabilityRequest } from '../availability/availability.ts';
import type { Calendar } from './calendar.ts';
import { kept } from '../planning/stored-change.ts';
import type { Invitation, Meeting } from '../planning/meeting-repository.ts';
import { type Party, partyInvited } from '../availability/party.ts';
import type { SeriesRepository } from './series-repository.ts';

export interface ReachContext {
  readonly series: SeriesRepository;
  readonly availability: Availability;
  readonly calendar: Calendar;
  readonly now: () => number;
}

type Occurrence = Meeting;
type Invited = Pick<Invitation, 'endpointId' | 'accountId' | 'role' | 'transferred'>;

/** Applies a change of one occurrence to others of its series. */
export function createReach({ series, availability, calendar, now }: ReachContext) {
  /**
   * The other occurrences to which an action on this one applies: those within reach and within the caller's
   * scope that are still ahead.
   */
  const others = async (
    meeting: Occurrence,
    reach: Reach,
    { scope }: Caller,
  ): Promise<readonly Covered<Occurrence>[]> => {
    const { id, seriesId, occurrenceAtMs } = meeting;
    if (reach === 'one' || seriesId === null || occurrenceAtMs === null) return [];
    const fromMs = reach === 'following' ? occurrenceAtMs : 0;
    return (await series.occurrences(seriesId))
      .filter((other) => other.id !== id && (other.occurrenceAtMs ?? 0) >= fromMs)

      .filter((other) => isAhead(other, now()))
      .filter((other) => scope.has(other));
  };

  /** The meetings with their invitees and parties: those that each invites already, and `added`. */
  const wishesOf = async <M extends Meeting>(
    wished: readonly M[],
    added: readonly Invited[] = [],
  ): Promise<readonly (M & AvailabilityRequest & { readonly party: Party })[]> => {
    const invited = await series.invitees(wished.map(({ id }) => id));
    return wished.map((meeting) => {
      const all = [...(invited.get(meeting.id) ?? []), ...added];
      return {
        ...meeting,
        inviteeIds: [...new Set(all.filter(holds).map(inviteeOf))],
        party: partyInvited(all),
      };
    });
  };

  return {
    others,

    /** Those of `others` whose plan may be changed; submitted or approved meetings stay as they are. */
    changeable: async (
      meeting: Occurrence,
      reach: Reach,
      caller: Caller,
    ): Promise<readonly Covered<Occurrence>[]> =>
      (await others(meeting, reach, caller)).filter(({ state }) => changeable(state) === 'all'),

    /**
     * The others with their new times when one of their series moves, by the wall clock of the series. An
     * occurrence that departs from the series keeps its own time.
     * @throws Failure `invalid-request` if one would end before it starts
     */
    async moved(
      meeting: Occurrence,
      to: Pick<Meeting, 'startsAtMs' | 'endsAtMs'>,
      others: readonly Occurrence[],
    ): Promise<readonly Occurrence[]> {
      const { seriesId, startsAtMs, endsAtMs } = meeting;
      const stays = to.startsAtMs === startsAtMs && to.endsAtMs === endsAtMs;
      const timeZone = stays || seriesId === null ? undefined : (await series.byId(seriesId))?.timeZone;
      if (timeZone === undefined) return others;
      const along = others.filter(({ departs }) => !departs);
      const moved = await calendar(
        'moved',
        { from: timesOf(meeting), to: timesOf(to), others: along.map(timesOf), timeZone },
        meeting.siteId,
      );
      if (moved.some(({ startsAtMs, endsAtMs }) => endsAtMs <= startsAtMs)) {
        throw new Failure('invalid-request', 'an occurrence must end after it starts');
      }
      const placeOf = new Map(along.map(({ id }, index) => [id, moved[index]]));
      return others.map((other) => ({ ...other, ...placeOf.get(other.id) }));
    },

    wishesOf,

    /**
     * Stores a change of many meetings.
     * @param wished the meetings as they would be
     * @param added further invitees of each meeting
     * @throws Failure `version-changed`, `no-capacity`, or `clash` with the clashes of each
     */
    keepAll: (
      wished: readonly Meeting[],
      added: readonly Invited[],
      caller: Caller,
      change: () => Promise<boolean>,
    ): Promise<void> =>
      kept(change, async () => {
        const { clashes } = await availability.checkAll(await wishesOf(wished, added), caller);
        return { clashes };
      }),
  };
}

const timesOf = ({ startsAtMs, endsAtMs }: Pick<Meeting, 'startsAtMs' | 'endsAtMs'>) => ({
  startsAtMs,
  endsAtMs,
});

const isAhead = ({ state, endsAtMs }: Occurrence, now: number): boolean => {
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
};

export const inviteeOf = ({
  endpointId,
  accountId,
}: Pick<Invitation, 'endpointId' | 'accountId'>): string => {
  const invitee = endpointId ?? accountId;
  if (invitee === null) throw new Error('an invitation invites nobody');
  return invitee;
};
