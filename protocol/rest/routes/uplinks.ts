import { nothing } from '../common.ts';
import type { RouteContract } from '../route-contract.ts';
import * as uplinks from '../uplinks.ts';

/** What the lines of units towards the unit above carry. Sessions of all units share them, so staff of a part may not. */
export const uplinkRoutes = {
  /** The lines that have a cap. */
  'uplink.list': {
    method: 'GET',
    path: '/api/v1/uplinks',
    permission: 'bridge.administer',
    response: uplinks.uplinkList,
    errors: [],
  },
  /**
   * Sets or takes back the cap of the line of a unit. Sessions reserve their share of it. A new or a higher cap counts
   * those that are planned already, the next ones first; those for which it has no room keep their times.
   */
  'uplink.set': {
    method: 'PUT',
    path: '/api/v1/uplinks/:siteId',
    permission: 'bridge.administer',
    params: uplinks.uplinkParams,
    body: uplinks.uplinkCap,
    response: nothing,
    errors: ['not-found'],
  },
} as const satisfies Record<string, RouteContract>;
