import { nothing } from '../common.ts';
import * as endpoints from '../sites/endpoints.ts';
import * as letters from '../letters.ts';
import type { RouteContract } from '../route-contract.ts';

/** Calendars by secret address, and replies by mail. */
export const letterRoutes = {
  /**
   * Makes a secret address at which the caller's meetings are a calendar. An earlier address is no longer
   * valid.
   */
  'feed.create': {
    method: 'PUT',
    path: '/api/v1/me/feed',
    permission: 'account.own',
    response: letters.feed,
    errors: [],
  },
  'feed.revoke': {
    method: 'DELETE',
    path: '/api/v1/me/feed',
    permission: 'account.own',
    response: nothing,
    errors: ['not-found'],
  },
  'feed.createForEndpoint': {
    method: 'PUT',
    path: '/api/v1/endpoints/:endpointId/feed',
    permission: 'endpoint.administer',
    params: endpoints.endpointParams,
    response: letters.feed,
    errors: ['not-found'],
  },
  'feed.revokeForEndpoint': {
    method: 'DELETE',
    path: '/api/v1/endpoints/:endpointId/feed',
    permission: 'endpoint.administer',
    params: endpoints.endpointParams,
    response: nothing,
    errors: ['not-found'],
  },
  /**
   * For calendar programs, which cannot sign in: the address is the secret. They ask often, and seldom find
   * anything new.
   */
  'feed.read': {
    method: 'GET',
    path: '/calendar/:secret.ics',
    permission: 'public',
    params: letters.feedParams,
    streams: ['text/calendar'],
    revalidates: true,
    errors: ['not-found'],
  },
  /**
   * A mail gateway hands over a mail that was sent to an address for replies, complete and unchanged. The
   * mail counts if it was sent to the signed address of one letter (in X-Original-To, Delivered-To,
   * Envelope-To, To or Cc), and from the address that the letter was sent to. `not-found` if replies by mail
   * are off.
   */
  'reply.mail': {
    method: 'POST',
    path: '/api/v1/replies/mail',
    permission: 'public',
    raw: ['message/rfc822'],
    secretHeader: 'X-Mail-Secret',
    response: letters.mailTaken,
    errors: ['not-found', 'unsupported-type'],
  },
} as const satisfies Record<string, RouteContract>;
