import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { movedRefusal, seriesSizeRefusal, spanRefusal } from '../../../domain/schedule/decide-plan/limits.ts';
import { changeableWithin } from '../../../domain/schedule/decide-plan/reach.ts';
import { holds } from '../../../domain/schedule/holding.ts';
import { inviteeOf } from '../../../domain/schedule/meeting.ts';
import { touching } from '../../../domain/schedule/free-times.ts';
import { homeTimeZone } from '../../../domain/schedule/recurrence.ts';
import { type BookingAnswer, type bookingWish, smallest } from '../../../protocol/rest/meetings/bookings.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import { type Caller, subjectId } from '../../identity/caller.ts';
import {
  type Availability,
  heldBy,
  offered,
  type AvailabilityRequest,
} from '../availability/availability.ts';
import type { AvailabilityRepository } from '../availability/availability-repository.ts';
import { defined } from '../planning/defined.ts';
import type { Invitees } from '../invitations/invitees.ts';
import { type Crossing, type Party, partyInvited, partyWished } from '../availability/party.ts';
import type { Calendar } from './calendar.ts';
import type { Occurrences } from './occurrences.ts';
import type { SeriesRepository } from './series-repository.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import { accepted, refused, refuseIf } from '../planning/refused.ts';

export interface SeriesCheckContext {
  readonly series: Pick<SeriesRepository, 'byId'>;
  readonly occurrences: Occurrences;
  readonly availability: Pick<Availability, 'check' | 'checkAll'>;
  readonly calendar: Calendar;
  readonly now: () => number;
  readonly bookings: AvailabilityRepository;
  readonly seeing: Pick<VisibleMeetings, 'seeToPlan'>;
  readonly invitees: Pick<Invitees, 'known'>;
}

type BookingWish = z.output<typeof bookingWish>;
type Against = NonNullable<BookingAnswer['occurrences']>['against'];

/** An occurrence and its party. */
type Occurrence = AvailabilityRequest & { readonly party: Party };

/** The occurrences that a change would leave, not yet stored. */
interface OccurrencesAfter {
  /** The unit that holds them; null where it is not known yet. */
  readonly holderSiteId: string | null;
  readonly asked: Occurrence;
  /** The requested occurrence, and those that would move along with it. */
  readonly moving: readonly Occurrence[];
  /** Occurrences that depart from the series: they keep their own time. */
  readonly staying: readonly Occurrence[];
  readonly timeZone: string;
}

/** Finds the clashes of a meeting, of a new series or of a change to one, before anything is stored. */
export function createSeriesCheck(context: SeriesCheckContext) {
  const { bookings, availability, invitees, series, calendar, now } = context;

  /** Undefined if the change applies to no other occurrence. @throws Failure `not-found` */
  const changed = async (
    wish: BookingWish,
    meetingId: string,
    reach: Reach,
    caller: Caller,
  ): Promise<OccurrencesAfter | undefined> => {
    const meeting = await context.seeing.seeToPlan(meetingId, caller, 'any');
    const planned = await context.occurrences.planned(meeting, reach, caller.scope);
    const others = changeableWithin(meeting, reach, planned, now());
    if (others.length === 0) return undefined;
    refuseIf(seriesSizeRefusal(others.length + 1, invitedBy(wish)));
    const invited = new Set(meeting.invitations.map(inviteeOf));
    const added = wish.inviteeIds.filter((id) => !invited.has(id));
    const alike = defined({
      preparationMinutes: changedTo(wish.preparationMinutes, meeting.preparationMinutes),
      clearingMinutes: changedTo(wish.clearingMinutes, meeting.clearingMinutes),
      recorded: changedTo(wish.recorded, meeting.recorded),
    });
    const invitations = await context.occurrences.invitations(others);
    const moved = await context.occurrences.moved(meeting, wish, others);
    refuseIf(movedRefusal([...moved.values()]));
    const along = others.map((other) => {
      const own = invitations.get(other.id) ?? [];
      const party = partyInvited(own);
      return {
        ...other,
        ...moved.get(other.id),
        ...alike,
        inviteeIds: [...new Set([...own.filter(holds).map(inviteeOf), ...added])],
        party: { ...party, others: party.others + added.length },
      };
    });
    const found = meeting.seriesId === null ? undefined : await series.byId(meeting.seriesId);
    const asked = { ...wish, id: meetingId, party: partyWished(wish) };
    return {
      holderSiteId: meeting.siteId,
      asked,
      moving: [asked, ...along.filter(({ departs }) => !departs)],
      staying: along.filter(({ departs }) => departs),
      timeZone: found?.timeZone ?? homeTimeZone,
    };
  };

  /** @throws Failure `invalid-request` if the rule does not give a series */
  const repeated = async (
    wish: BookingWish,
    { rule, timeZone }: NonNullable<BookingWish['repeats']>,
    caller: Caller,
  ): Promise<OccurrencesAfter> => {
    const { startsAtMs, endsAtMs } = wish;
    const later = await calendar(
      'later',
      { rule, timeZone, first: { startsAtMs, endsAtMs } },
      subjectId(caller),
    );
    const { times } = accepted(later.ok ? later : refused('invalid-request', `rule: ${later.problem}`));
    refuseIf(seriesSizeRefusal(times.length + 1, invitedBy(wish)));
    const asked = { ...wish, id: wish.exceptMeetingId ?? uuid(), party: partyWished(wish) };
    const further = times.map((each) => ({ ...asked, ...each, id: uuid() }));
    const holderSiteId = wish.siteId ?? null;
    return { holderSiteId, asked, moving: [asked, ...further], staying: [], timeZone };
  };

  /** Starts of the requested occurrence at which all moving ones would be free. */
  const freeStarts = async (
    { asked: { startsAtMs, endsAtMs }, moving, staying, timeZone }: OccurrencesAfter,
    crossing: readonly Crossing[],
    caller: Caller,
  ): Promise<readonly number[]> => {
    const held = moving.map(heldBy);
    const ofEachOther = touching(held);
    // If they overlap each other, they would do so at any time.
    if (held.some((each) => ofEachOther(each).length > 1)) return [];
    const together = {
      asked: { fromMs: startsAtMs, toMs: endsAtMs },
      moving: moving.map((wish) => ({ held: heldBy(wish), needsOne: wish.recorded })),
      timeZone,
    };
    const reaches = await calendar('reaches', together, subjectId(caller));
    const own = [...moving, ...staying].map(({ id }) => id);
    const invitees = new Set(moving.flatMap(({ inviteeIds }) => inviteeIds));
    const largest = (part: 'moderators' | 'others'): number =>
      Math.max(...moving.map(({ party }) => party[part]));
    const party = { moderators: largest('moderators'), others: largest('others'), crossing };
    const [busy, oversold, oneOf] = await Promise.all([
      bookings.busy([...invitees], reaches, own),
      bookings.oversold(party, reaches, own),
      moving.some(({ recorded }) => recorded) ? bookings.busyRecorders(reaches, own) : [],
    ]);
    const soonestMs = Math.min(...moving.map((wish) => wish.startsAtMs));
    const search = {
      busy: [...busy, ...oversold, ...staying.map(heldBy)],
      notBeforeMs: now() + startsAtMs - soonestMs,
      count: offered,
      oneOf,
    };
    return calendar('freeTogether', { ...together, search }, subjectId(caller));
  };

  /** Who crosses lines for each occurrence. Occurrences that do not exist yet share one list of invitees. */
  const crossingOf = async ({ holderSiteId, moving, staying }: OccurrencesAfter) => {
    const lists = [...new Set([...moving, ...staying].map(({ inviteeIds }) => inviteeIds))];
    const found = await bookings.crossings(lists.map((inviteeIds) => ({ holderSiteId, inviteeIds })));
    const ofList = new Map(lists.map((inviteeIds, n) => [inviteeIds, found[n] ?? []]));
    return ({ inviteeIds }: Occurrence): readonly Crossing[] => ofList.get(inviteeIds) ?? [];
  };

  const answer = async (occurrences: OccurrencesAfter, caller: Caller): Promise<BookingAnswer> => {
    const { moving, staying } = occurrences;
    const all = [...moving, ...staying];
    const crossing = await crossingOf(occurrences);
    const wanted = all.map((wish) => ({ ...heldBy(wish), ...wish.party, crossing: crossing(wish) }));
    const own = all.map(({ id }) => id);
    const [{ occurrences: found, ...standing }, sizes, full] = await Promise.all([
      availability.checkAll(all, caller),
      bookings.picturesOfEach(wanted, own),
      bookings.fullUplinks(wanted, own),
    ]);
    const uncarried = all.filter((_, n) => sizes?.[n] === null).map(({ startsAtMs }) => startsAtMs);
    const against = withOversold(found.against, uncarried);
    // A clash of an occurrence that stays remains wherever the others move.
    const isInTheWay = ({ startsAtMs }: AvailabilityRequest): boolean =>
      against.some((each) => each.startsAtMs === startsAtMs);
    const mayBeFree = against.length > 0 && !staying.some(isInTheWay);
    return {
      ...standing,
      freeStartsAtMs: mayBeFree
        ? [...(await freeStarts(occurrences, mostOfEach(moving.flatMap(crossing)), caller))]
        : [],
      ...(full.length > 0 && { fullUplinks: [...full] }),
      ...(sizes && { pictures: smallest(sizes) }),
      occurrences: { count: found.count, against },
    };
  };

  /**
   * Undefined if the request is about a single meeting.
   * @throws Failure `invalid-request` if the rule does not give a series, or for a reach without a meeting in
   *   a series; `not-found`
   */
  const occurrencesIn = async (wish: BookingWish, caller: Caller): Promise<OccurrencesAfter | undefined> => {
    const { repeats, reach = 'one', exceptMeetingId } = wish;
    if (reach === 'one') return repeats && repeated(wish, repeats, caller);
    const { meetingId } = accepted(
      repeats || exceptMeetingId === undefined
        ? refused('invalid-request', 'reach: allowed only for an existing meeting that is not being repeated')
        : { ok: true as const, meetingId: exceptMeetingId },
    );
    return changed(wish, meetingId, reach, caller);
  };

  /**
   * Keeps only invitees that the caller may know or invite, or that the meeting invites already. The
   * answer reveals no names and times of others; those count only as participants, whether they exist or not.
   * @throws Failure `not-found` for a meeting that the caller does not plan, and for a unit outside its scope
   */
  const asFarAsKnown = async (wish: BookingWish, caller: Caller): Promise<BookingWish> => {
    const { inviteeIds, siteId, startsAtMs, exceptMeetingId, participants = inviteeIds.length } = wish;
    if (siteId !== undefined) caller.scope.require({ siteId }, 'no such site');
    const meeting = exceptMeetingId && (await context.seeing.seeToPlan(exceptMeetingId, caller, 'any'));
    const invited = meeting ? meeting.invitations.map(inviteeOf) : [];
    const known = new Set([...(await invitees.known(inviteeIds, startsAtMs, caller)), ...invited]);
    return {
      ...wish,
      ...(meeting && { siteId: meeting.siteId }),
      participants,
      inviteeIds: inviteeIds.filter((id) => known.has(id)),
    };
  };

  return async (wish: BookingWish, caller: Caller): Promise<BookingAnswer> => {
    refuseIf(spanRefusal(wish));
    const asked = await asFarAsKnown(wish, caller);
    const occurrences = await occurrencesIn(asked, caller);
    return occurrences ? answer(occurrences, caller) : availability.check(asked, caller);
  };
}

/** Counts invitees that the caller may not know, too; otherwise the answer would reveal which they are. */
const invitedBy = ({ participants, inviteeIds }: BookingWish): number => participants ?? inviteeIds.length;

/** Undefined if the value is unchanged; then each occurrence keeps its own. */
const changedTo = <T>(to: T, from: T): T | undefined => (to === from ? undefined : to);

/** The most participants of one occurrence for each line. */
const mostOfEach = (crossing: readonly Crossing[]): readonly Crossing[] =>
  [...Map.groupBy(crossing, ({ siteId }) => siteId).values()].flatMap((ofLine) =>
    ofLine.toSorted((a, b) => b.others - a.others).slice(0, 1),
  );

const withOversold = (clashing: Against, uncarried: readonly number[]): Against =>
  [
    ...clashing.map((each) =>
      uncarried.includes(each.startsAtMs) ? { ...each, oversold: true as const } : each,
    ),
    ...uncarried
      .filter((startsAtMs) => clashing.every((each) => each.startsAtMs !== startsAtMs))
      .map((startsAtMs) => ({ startsAtMs, clashes: 0, oversold: true as const })),
  ].toSorted((a, b) => a.startsAtMs - b.startsAtMs);
