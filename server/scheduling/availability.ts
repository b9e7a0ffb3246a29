import type { z } from 'zod';
import { nearestFree, searchedMs, type Span, touch, touching } from '../../domain/schedule/free-times.ts';
import type {
  BookingAnswer,
  bookingWish,
  ClashView,
  FreeBusy,
  freeBusyQuery,
} from '../../protocol/rest/bookings.ts';
import { Failure } from '../../protocol/failure.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import type { Caller } from '../identity/caller.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { nameWithParent } from '../sites/sites.ts';
import type { AvailabilityRepository, Held } from './availability-repository.ts';
import { Names } from './names.ts';
import { partyWished } from './party.ts';
import { requireSpan } from './span.ts';

export interface AvailabilityContext {
  readonly availability: AvailabilityRepository;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly now: () => number;
}

export type Availability = ReturnType<typeof createAvailability>;

/** A meeting as it would be. */
export interface Wish {
  readonly id: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly preparationMinutes: number;
  readonly clearingMinutes: number;
  readonly inviteeIds: readonly string[];
  readonly recorded: boolean;
}

/** What stands against meetings that are planned together. */
export type StandingAgainst = Pick<BookingAnswer, 'clashes' | 'recordersLeft'> & {
  readonly occurrences: NonNullable<BookingAnswer['occurrences']>;
};

/** That another occurrence of the same series would hold it. */
type HeldInSeries = Pick<Held, 'resourceId' | 'fromMs' | 'toMs'> & { readonly sameSeries: true };

type Standing = (Held | HeldInSeries) & Pick<ClashView, 'occurrenceStartsAtMs'>;

/** So many clashes of a series are named; who has more plans anew anyway. */
const named = 200;
/** So many other times are offered. */
export const offered = 3;
/** What one answer spans at most: a month and its edges. */
const longestMs = 45 * 24 * 60 * 60 * 1_000;
const minuteMs = 60_000;

/** Who is free when, as far as the caller may know it. */
export function createAvailability({ availability, endpoints, accounts, sites, now }: AvailabilityContext) {
  /** Clashes as the caller may read them. */
  const clashViews = async (
    against: readonly Standing[],
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
    /** What stands against a meeting of these at that time, and when they would all be free. */
    async check(
      {
        startsAtMs,
        endsAtMs,
        preparationMinutes,
        clearingMinutes,
        inviteeIds,
        participants,
        moderators,
        recorded,
        exceptMeetingId,
      }: z.output<typeof bookingWish>,
      caller: Caller,
    ): Promise<BookingAnswer> {
      requireSpan({ startsAtMs, endsAtMs });
      const margins = { beforeMs: preparationMinutes * minuteMs, afterMs: clearingMinutes * minuteMs };
      const recorders = recorded ? await availability.recorders() : [];
      const others = async (fromMs: number, toMs: number): Promise<readonly Held[]> =>
        (await availability.held([...inviteeIds, ...recorders], fromMs, toMs)).filter(
          ({ meetingId }) => meetingId !== exceptMeetingId,
        );
      const span = heldBy({ startsAtMs, endsAtMs, preparationMinutes, clearingMinutes });
      const party = partyWished({ inviteeIds, participants, moderators });
      const [held, pictures] = await Promise.all([
        others(span.fromMs, span.toMs),
        availability.pictures(party, span, exceptMeetingId),
      ]);
      const against = standingAgainst(held, span, recorders);
      const capacity = {
        ...(pictures !== undefined && { pictures }),
        ...(recorders.length > 0 && { recordersLeft: freeOf(recorders, held).length }),
      };
      if (against.length === 0 && pictures !== null) return { clashes: [], freeStartsAtMs: [], ...capacity };

      const reach = searchedMs + endsAtMs - startsAtMs;
      const searched = { fromMs: span.fromMs - reach, toMs: span.toMs + reach };
      const [busy, oversold] = await Promise.all([
        others(searched.fromMs, searched.toMs),
        availability.oversold(party, [searched], exceptMeetingId === undefined ? [] : [exceptMeetingId]),
      ]);
      return {
        clashes: await clashViews(against, recorders, caller),
        ...capacity,
        freeStartsAtMs: [
          ...nearestFree(
            [...busy.filter(({ resourceId }) => !recorders.includes(resourceId)), ...oversold],
            { fromMs: startsAtMs, toMs: endsAtMs },
            margins,
            {
              notBeforeMs: now(),
              count: offered,
              oneOf: recorders.map((recorder) => busy.filter(({ resourceId }) => resourceId === recorder)),
            },
          ),
        ],
      };
    },

    /**
     * What stands against many meetings that are planned together, each clash with the occurrence that it stands against. Their
     * own bookings do not count, but those that they would have at each other's times.
     */
    async checkAll(wishes: readonly Wish[], caller: Caller): Promise<StandingAgainst> {
      const own = new Set(wishes.map(({ id }) => id));
      const planned = wishes
        .map((wish) => ({ ...wish, ...heldBy(wish) }))
        .toSorted((a, b) => a.startsAtMs - b.startsAtMs);
      const recorders = planned.some(({ recorded }) => recorded) ? await availability.recorders() : [];
      const invitees = new Set(planned.flatMap(({ inviteeIds }) => inviteeIds));
      const held = await availability.heldDuring([...invitees, ...recorders], planned);
      const others = touching(held.filter(({ meetingId }) => !own.has(meetingId)));
      const series = touching(planned);

      const occurrences = planned.map((each) => {
        const { startsAtMs, recorded, inviteeIds } = each;
        const wanted = recorded ? recorders : [];
        const theirs = new Set([...inviteeIds, ...wanted]);
        const busy = others(each).filter(({ resourceId }) => theirs.has(resourceId));
        const overlapping = series(each).filter((other) => other !== each);
        const against: readonly Standing[] = [
          ...standingAgainst(busy, each, wanted),
          ...overlapping.flatMap((other) => heldInSeries(other, theirs)),
        ].map((one) => ({ ...one, occurrenceStartsAtMs: startsAtMs }));
        return { startsAtMs, against, recordersLeft: freeOf(recorders, busy).length, recorded };
      });
      const stoodAgainst = occurrences.filter(({ against }) => against.length > 0);
      const ofEach = Math.max(1, Math.floor(named / stoodAgainst.length));
      const toName = stoodAgainst.flatMap(({ against }) => against.slice(0, ofEach)).slice(0, named);
      return {
        clashes: await clashViews(toName, recorders, caller),
        occurrences: {
          count: occurrences.length,
          against: stoodAgainst.map(({ startsAtMs, against }) => ({ startsAtMs, clashes: against.length })),
        },
        ...(recorders.length > 0 && {
          recordersLeft: Math.min(
            ...occurrences.flatMap(({ recorded, recordersLeft }) => (recorded ? recordersLeft : [])),
          ),
        }),
      };
    },

    /** When the endpoints of a subtree are held. @throws Failure `not-found` for a site outside the caller's subtree */
    async freeBusy(
      { fromMs, toMs, siteId }: z.output<typeof freeBusyQuery>,
      caller: Caller,
    ): Promise<FreeBusy> {
      if (toMs <= fromMs || toMs - fromMs > longestMs) {
        throw new Failure('invalid-request', 'toMs: after fromMs, and at most 45 days');
      }
      const { scope } = caller;
      if (siteId !== undefined && !scope.covers(siteId)) throw new Failure('not-found', 'no such site');
      const siteIds = siteId === undefined ? scope.siteIds : await sites.subtreeIds(siteId);
      const listed = await endpoints.list(siteIds === undefined ? {} : { siteIds });
      const held = Map.groupBy(
        await availability.held(
          listed.map(({ id }) => id),
          fromMs,
          toMs,
        ),
        ({ resourceId }) => resourceId,
      );
      const meetingOf = seenBy(caller, new Names({ endpoints, accounts, sites }));
      return {
        endpoints: await Promise.all(
          listed.map(async ({ id, name, siteName, parentSiteName }) => ({
            endpointId: id,
            name,
            siteName: nameWithParent(siteName, parentSiteName),
            busy: await Promise.all(
              (held.get(id) ?? []).map(async (each) => ({
                fromMs: each.fromMs,
                toMs: each.toMs,
                meeting: await meetingOf(each),
              })),
            ),
          })),
        ),
      };
    },
  };
}

/** The meeting that holds something, where the caller may know of it: what its own units organise. */
const seenBy =
  ({ scope }: Caller, names: Names) =>
  async ({ meetingId, title, siteId }: Held): Promise<ClashView['meeting']> =>
    scope.covers(siteId) ? { id: meetingId, title, siteName: await names.site(siteId) } : null;

/** When a meeting would hold what it holds. */
export const heldBy = ({
  startsAtMs,
  endsAtMs,
  preparationMinutes,
  clearingMinutes,
}: Pick<Wish, 'startsAtMs' | 'endsAtMs' | 'preparationMinutes' | 'clearingMinutes'>): Span => ({
  fromMs: startsAtMs - preparationMinutes * minuteMs,
  toMs: endsAtMs + clearingMinutes * minuteMs,
});

/** What of these another occurrence would hold. */
const heldInSeries = (
  { inviteeIds, fromMs, toMs }: Pick<Wish, 'inviteeIds'> & Span,
  theirs: ReadonlySet<string>,
): readonly HeldInSeries[] =>
  inviteeIds
    .filter((inviteeId) => theirs.has(inviteeId))
    .map((resourceId) => ({ resourceId, fromMs, toMs, sameSeries: true }));

const freeOf = (recorders: readonly string[], held: readonly Held[]): readonly string[] =>
  recorders.filter((recorder) => held.every(({ resourceId }) => resourceId !== recorder));

/** What of all that is held stands against a time: what recorders are held by, only where none of them is free. */
function standingAgainst(held: readonly Held[], span: Span, recorders: readonly string[]): readonly Held[] {
  const touching = held.filter((each) => touch(each, span));
  return freeOf(recorders, touching).length === 0
    ? touching
    : touching.filter(({ resourceId }) => !recorders.includes(resourceId));
}
