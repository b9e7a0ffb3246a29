import type { z } from 'zod';
import { spanRefusal } from '../../../domain/schedule/decide-plan/limits.ts';
import { nearestFree, searchedMs, type Span, touching } from '../../../domain/schedule/free-times.ts';
import type { BookingAnswer, bookingWish, ClashView } from '../../../protocol/rest/meetings/bookings.ts';
import type { AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { Caller } from '../../identity/caller.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { AvailabilityRepository, Hold } from './availability-repository.ts';
import { createFreeBusy, seenBy } from './free-busy.ts';
import { Names } from '../access/names.ts';
import { partyWished } from './party.ts';
import { refuseIf } from '../planning/refused.ts';

export interface AvailabilityContext {
  readonly availability: AvailabilityRepository;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly now: () => number;
}

export type Availability = ReturnType<typeof createAvailability>;

/** The plan of a meeting, not yet stored. */
export interface AvailabilityRequest {
  readonly id: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly preparationMinutes: number;
  readonly clearingMinutes: number;
  readonly inviteeIds: readonly string[];
  readonly recorded: boolean;
}

/** The clashes of meetings that are planned together. */
export type StandingAgainst = Pick<BookingAnswer, 'clashes' | 'recordersLeft'> & {
  readonly occurrences: NonNullable<BookingAnswer['occurrences']>;
};

/** Another occurrence of the same series would hold the resource. */
type HeldInSeries = Pick<Hold, 'resourceId' | 'fromMs' | 'toMs'> & { readonly sameSeries: true };

type ClashingHold = (Hold | HeldInSeries) & Pick<ClashView, 'occurrenceStartsAtMs'>;

/** The most clashes that an answer lists. A plan with more must be changed as a whole anyway. */
const named = 200;
/** How many free start times an answer offers. */
export const offered = 3;
const minuteMs = 60_000;
/** Answers who is free when, as far as the caller may know. */
export function createAvailability(context: AvailabilityContext) {
  const { availability, endpoints, accounts, sites, now } = context;
  /** Clashes without what the caller may not know. */
  const clashViews = async (
    against: readonly ClashingHold[],
    recorders: readonly string[],
    caller: Caller,
  ): Promise<ClashView[]> => {
    const names = new Names({ endpoints, accounts, sites });
    const meetingOf = seenBy(caller, names);
    const called = await names.invitees(against.map(({ resourceId }) => resourceId));
    return Promise.all(
      against.map(async (held) => ({
        ...(held.occurrenceStartsAtMs !== undefined && { occurrenceStartsAtMs: held.occurrenceStartsAtMs }),
        inviteeId: held.resourceId,
        ...(recorders.includes(held.resourceId) && { recorder: true as const }),
        ...('sameSeries' in held && { sameSeries: held.sameSeries }),
        ...(called.get(held.resourceId) ?? { name: '', siteName: '' }),
        fromMs: held.fromMs,
        toMs: held.toMs,
        meeting: 'sameSeries' in held ? null : await meetingOf(held),
      })),
    );
  };

  return {
    freeBusy: createFreeBusy(context),

    /** What clashes with a meeting at that time, and other start times at which nothing would clash. */
    async check(
      {
        startsAtMs,
        endsAtMs,
        preparationMinutes,
        clearingMinutes,
        inviteeIds,
        participants,
        moderators,
        siteId,
        recorded,
        exceptMeetingId,
      }: z.output<typeof bookingWish>,
      caller: Caller,
    ): Promise<BookingAnswer> {
      refuseIf(spanRefusal({ startsAtMs, endsAtMs }));
      const margins = { beforeMs: preparationMinutes * minuteMs, afterMs: clearingMinutes * minuteMs };
      const recorders = recorded ? await availability.recorders() : [];
      const except = exceptMeetingId === undefined ? [] : [exceptMeetingId];
      const span = heldBy({ startsAtMs, endsAtMs, preparationMinutes, clearingMinutes });
      const [crossing] = await availability.crossings([{ holderSiteId: siteId ?? null, inviteeIds }]);
      const party = { ...partyWished({ inviteeIds, participants, moderators }), crossing };
      const [[recordersLeft = 0], pictures] = await Promise.all([
        recorders.length === 0 ? [] : availability.freeRecorders([span], except),
        availability.pictures(party, span, exceptMeetingId),
      ]);
      // A recorder's booking is a clash only if no recorder is free.
      const wanted = recordersLeft === 0 ? recorders : [];
      const resourceIds = [...new Set([...inviteeIds, ...wanted])];
      const against = await availability.against([{ ...span, resourceIds }], except, named);
      const [{ clashes } = { clashes: 0 }] = against;
      const capacity = {
        ...(pictures !== undefined && { pictures }),
        ...(recorders.length > 0 && { recordersLeft }),
      };
      if (clashes === 0 && pictures !== null) return { clashes: [], freeStartsAtMs: [], ...capacity };

      const reach = searchedMs + endsAtMs - startsAtMs;
      const searched = [{ fromMs: span.fromMs - reach, toMs: span.toMs + reach }];
      const [full, busy, oversold, oneOf] = await Promise.all([
        availability.fullUplinks([{ ...span, ...party }], except),
        availability.busy(inviteeIds, searched, except),
        availability.oversold(party, searched, except),
        recorders.length === 0 ? [] : availability.busyRecorders(searched, except),
      ]);
      return {
        clashes: await clashViews(against, recorders, caller),
        ...(clashes > against.length && { unnamedClashes: clashes - against.length }),
        ...capacity,
        ...(full.length > 0 && { fullUplinks: [...full] }),
        freeStartsAtMs: [
          ...nearestFree([...busy, ...oversold], { fromMs: startsAtMs, toMs: endsAtMs }, margins, {
            notBeforeMs: now(),
            count: offered,
            oneOf,
          }),
        ],
      };
    },

    /**
     * The clashes of many meetings that are planned together, each with the occurrence it belongs to. Ignores
     * their own stored bookings, but reports clashes among their new times.
     */
    async checkAll(wishes: readonly AvailabilityRequest[], caller: Caller): Promise<StandingAgainst> {
      const own = wishes.map(({ id }) => id);
      const planned = wishes
        .map((wish) => ({ ...wish, ...heldBy(wish) }))
        .toSorted((a, b) => a.startsAtMs - b.startsAtMs);
      const recorders = planned.some(({ recorded }) => recorded) ? await availability.recorders() : [];
      const free = recorders.length === 0 ? [] : await availability.freeRecorders(planned, own);
      // A recorder's booking clashes with an occurrence only if no recorder is free.
      const holding = planned.map(({ fromMs, toMs, inviteeIds, recorded }, n) => {
        const wanted = recorded && free[n] === 0 ? recorders : [];
        return { fromMs, toMs, resourceIds: [...new Set([...inviteeIds, ...wanted])] };
      });
      const held = Map.groupBy(
        await availability.against(holding, own, named),
        ({ occurrence }) => occurrence,
      );
      const series = touching(planned);

      const occurrences = planned.map((each, n) => {
        const { startsAtMs, recorded, inviteeIds } = each;
        const byOthers = held.get(n) ?? [];
        const overlapping = series(each).filter((other) => other !== each);
        const theirs = new Set(inviteeIds);
        return {
          startsAtMs,
          recorded,
          recordersLeft: free[n] ?? 0,
          clashes:
            (byOthers[0]?.clashes ?? 0) +
            overlapping.reduce((sum, other) => sum + inCommon(other.inviteeIds, inviteeIds, theirs), 0),
          /** Builds only the first ones: if all occurrences overlap, there would be a hundred thousand. */
          first: (count: number): readonly ClashingHold[] =>
            firstOf<Hold | HeldInSeries>(byOthers, heldInSeries(overlapping, theirs), count).map((one) => ({
              ...one,
              occurrenceStartsAtMs: startsAtMs,
            })),
        };
      });
      const stoodAgainst = occurrences.filter(({ clashes }) => clashes > 0);
      const ofEach = Math.max(1, Math.floor(named / stoodAgainst.length));
      const toName = stoodAgainst.slice(0, named).flatMap(({ first }) => first(ofEach));
      return {
        clashes: await clashViews(toName, recorders, caller),
        occurrences: {
          count: occurrences.length,
          against: stoodAgainst.map(({ startsAtMs, clashes }) => ({ startsAtMs, clashes })),
        },
        ...(recorders.length > 0 && {
          recordersLeft: Math.min(
            ...occurrences.flatMap(({ recorded, recordersLeft }) => (recorded ? recordersLeft : [])),
          ),
        }),
      };
    },
  };
}

/** The time for which a meeting would hold its resources, margins included. */
export const heldBy = ({
  startsAtMs,
  endsAtMs,
  preparationMinutes,
  clearingMinutes,
}: Pick<
  AvailabilityRequest,
  'startsAtMs' | 'endsAtMs' | 'preparationMinutes' | 'clearingMinutes'
>): Span => ({
  fromMs: startsAtMs - preparationMinutes * minuteMs,
  toMs: endsAtMs + clearingMinutes * minuteMs,
});

/** Resources of `theirs` that the other occurrences would hold. */
function* heldInSeries(
  others: readonly (Pick<AvailabilityRequest, 'inviteeIds'> & Span)[],
  theirs: ReadonlySet<string>,
): Generator<HeldInSeries> {
  for (const { inviteeIds, fromMs, toMs } of others) {
    for (const resourceId of inviteeIds) {
      if (theirs.has(resourceId)) yield { resourceId, fromMs, toMs, sameSeries: true };
    }
  }
}

/**
 * The size of the intersection. Occurrences that do not exist yet share one list, which needs no comparison.
 */
const inCommon = (
  others: readonly string[],
  own: readonly string[],
  ownAsSet: ReadonlySet<string>,
): number => (others === own ? ownAsSet.size : others.filter((id) => ownAsSet.has(id)).length);

/** The first `count` of `some` followed by `more`. */
function firstOf<T>(some: readonly T[], more: Iterable<T>, count: number): readonly T[] {
  const first = some.slice(0, count);
  if (first.length < count) for (const each of more) if (first.push(each) === count) break;
  return first;
}
