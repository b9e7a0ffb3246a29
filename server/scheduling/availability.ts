import type { z } from 'zod';
import { nearestFree, searchedMs, type Span, touch } from '../../domain/schedule/free-times.ts';
import type {
  BookingAnswer,
  bookingWish,
  ClashView,
  FreeBusy,
  freeBusyQuery,
} from '../../protocol/rest/bookings.ts';
import { Failure } from '../../protocol/failure.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import { scopeOf } from '../identity/authorize.ts';
import { accountOf, type Caller } from '../identity/caller.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { nameWithParent } from '../sites/sites.ts';
import type { AvailabilityRepository, Held, Party } from './availability-repository.ts';
import { Names } from './names.ts';
import { requireSpan } from './span.ts';
import { staffScope } from './standing.ts';

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

/** So many clashes of a series are named; who has more plans anew anyway. */
const named = 200;
/** So many other times are offered. */
const offered = 3;
/** What one answer spans at most: a month and its edges. */
const longestMs = 45 * 24 * 60 * 60 * 1_000;
const minuteMs = 60_000;

/** Who is free when, as far as the caller may know it. */
export function createAvailability({ availability, endpoints, accounts, sites, now }: AvailabilityContext) {
  /** The meeting that holds something, where the caller may know of it: what its own units organise. */
  const seenBy = async (caller: Caller, names: Names) => {
    const scope = await staffScope(caller, sites);
    return async ({ meetingId, title, siteId }: Held): Promise<ClashView['meeting']> =>
      scope.covers(siteId) ? { id: meetingId, title, siteName: await names.site(siteId) } : null;
  };

  /** Clashes as the caller may read them. */
  const clashViews = async (
    against: readonly (Held & Pick<ClashView, 'occurrenceStartsAtMs'>)[],
    recorders: readonly string[],
    caller: Caller,
  ): Promise<ClashView[]> => {
    const names = new Names({ endpoints, accounts, sites });
    const meetingOf = await seenBy(caller, names);
    const called = await names.invitees(against.map(({ resourceId }) => resourceId));
    return Promise.all(
      against.map(async (held) => ({
        ...(held.occurrenceStartsAtMs !== undefined && { occurrenceStartsAtMs: held.occurrenceStartsAtMs }),
        inviteeId: held.resourceId,
        ...(recorders.includes(held.resourceId) && { recorder: true as const }),
        ...(called.get(held.resourceId) ?? { name: '', siteName: '' }),
        fromMs: held.fromMs,
        toMs: held.toMs,
        meeting: await meetingOf(held),
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
        participants = inviteeIds.length,
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
      const span = { fromMs: startsAtMs - margins.beforeMs, toMs: endsAtMs + margins.afterMs };
      const party = partyOf(participants, moderators);
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
      const [busy, crowded] = await Promise.all([
        others(searched.fromMs, searched.toMs),
        availability.crowded(party, searched, exceptMeetingId),
      ]);
      return {
        clashes: await clashViews(against, recorders, caller),
        ...capacity,
        freeStartsAtMs: [
          ...nearestFree(
            [...busy.filter(({ resourceId }) => !recorders.includes(resourceId)), ...crowded],
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
     * What stands against many meetings that are planned together, each clash with the occurrence that it stands against.
     * Their own bookings do not count. @returns as many clashes as an answer names, and no other times
     */
    async checkAll(wishes: readonly Wish[], caller: Caller): Promise<BookingAnswer> {
      const own = new Set(wishes.map(({ id }) => id));
      const spans = wishes.map((wish) => ({
        ...wish,
        fromMs: wish.startsAtMs - wish.preparationMinutes * minuteMs,
        toMs: wish.endsAtMs + wish.clearingMinutes * minuteMs,
      }));
      const recorders = wishes.some(({ recorded }) => recorded) ? await availability.recorders() : [];
      const held = await availability.held(
        [...new Set(wishes.flatMap(({ inviteeIds }) => inviteeIds)), ...recorders],
        Math.min(...spans.map(({ fromMs }) => fromMs)),
        Math.max(...spans.map(({ toMs }) => toMs)),
      );
      const byInvitee = Map.groupBy(held, ({ resourceId }) => resourceId);
      const against = spans
        .flatMap((span) => {
          const wanted = span.recorded ? recorders : [];
          const theirs = [...span.inviteeIds, ...wanted].flatMap((id) => byInvitee.get(id) ?? []);
          return standingAgainst(
            theirs.filter(({ meetingId }) => !own.has(meetingId)),
            span,
            wanted,
          ).map((each) => ({ ...each, occurrenceStartsAtMs: span.startsAtMs }));
        })
        .slice(0, named);
      return { clashes: await clashViews(against, recorders, caller), freeStartsAtMs: [] };
    },

    /** When the endpoints of a subtree are held. @throws Failure `not-found` for a site outside the caller's subtree */
    async freeBusy(
      { fromMs, toMs, siteId }: z.output<typeof freeBusyQuery>,
      caller: Caller,
    ): Promise<FreeBusy> {
      if (toMs <= fromMs || toMs - fromMs > longestMs) {
        throw new Failure('invalid-request', 'toMs: after fromMs, and at most 45 days');
      }
      const scope = await scopeOf(accountOf(caller), sites);
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
      const meetingOf = await seenBy(caller, new Names({ endpoints, accounts, sites }));
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

const partyOf = (participants: number, moderators: number): Party => {
  const leading = Math.min(participants, moderators);
  return { moderators: leading, others: participants - leading };
};

const freeOf = (recorders: readonly string[], held: readonly Held[]): readonly string[] =>
  recorders.filter((recorder) => held.every(({ resourceId }) => resourceId !== recorder));

/** What of all that is held stands against a time: what recorders are held by, only where none of them is free. */
function standingAgainst(held: readonly Held[], span: Span, recorders: readonly string[]): readonly Held[] {
  const touching = held.filter((each) => touch(each, span));
  return freeOf(recorders, touching).length === 0
    ? touching
    : touching.filter(({ resourceId }) => !recorders.includes(resourceId));
}
