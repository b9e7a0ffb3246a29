import type { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import type { ClashView, FreeBusy, freeBusyQuery } from '../../../protocol/rest/meetings/bookings.ts';
import type { EndpointPosition } from '../../../protocol/rest/sites/endpoints.ts';
import type { AccountRepository } from '../../identity/accounts/account-repository.ts';
import type { Caller } from '../../identity/caller.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import { Names } from '../access/names.ts';
import { type PlanRefused, refused, refuseIf } from '../planning/refused.ts';
import type { AvailabilityRepository, Hold } from './availability-repository.ts';

export interface FreeBusyContext {
  readonly availability: Pick<AvailabilityRepository, 'held'>;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
}

/** The longest time that one answer covers: a month and its edges. */
const longestMs = 45 * 24 * 60 * 60 * 1_000;
/** The number of rooms whose bookings are read with one query. */
const roomsAtOnce = 200;

/** Answers when rooms are busy. */
export function createFreeBusy({ availability, endpoints, accounts, sites }: FreeBusyContext) {
  /**
   * Bookings of the endpoints of a subtree.
   * @throws Failure `not-found` for a site outside the caller's subtree, `invalid-request`
   */
  return async (
    { fromMs, toMs, siteId }: z.output<typeof freeBusyQuery>,
    caller: Caller,
  ): Promise<FreeBusy> => {
    const { scope } = caller;
    refuseIf(periodRefusal(fromMs, toMs));
    if (siteId !== undefined) scope.require({ siteId }, 'no such site');
    const siteIds = siteId === undefined ? scope.siteIds : await sites.subtreeIds(siteId);
    const meetingOf = seenBy(caller, new Names({ endpoints, accounts, sites }));
    const answer: FreeBusy['endpoints'] = [];
    // In batches of rooms: reading a month of thousands of rooms at once would block the event loop.
    let after: EndpointPosition | undefined;
    for (let isLast = false; !isLast;) {
      const some = await endpoints.list({
        ...(siteIds && { siteIds }),
        ...(after && { after }),
        limit: roomsAtOnce,
      });
      isLast = some.length < roomsAtOnce;
      const last = some.at(-1);
      after = last && [fold(last.siteName), last.folded, last.id];
      const ids = some.map(({ id }) => id);
      const held = Map.groupBy(await availability.held(ids, fromMs, toMs), ({ resourceId }) => resourceId);
      for (const { id, name, siteName, parentSiteName } of some) {
        answer.push({
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
        });
      }
    }
    return { endpoints: answer };
  };
}

const periodRefusal = (fromMs: number, toMs: number): PlanRefused | undefined =>
  toMs <= fromMs || toMs - fromMs > longestMs
    ? refused('invalid-request', 'toMs: after fromMs, and at most 45 days')
    : undefined;

/** The meeting behind a booking; null unless a unit in the caller's scope organises it. */
export const seenBy =
  ({ scope }: Caller, names: Names) =>
  async ({ meetingId, title, siteId }: Hold): Promise<ClashView['meeting']> =>
    scope.covers(siteId) ? { id: meetingId, title, siteName: await names.site(siteId) } : null;
