import { nothing } from '../common.ts';
import * as endpoints from '../sites/endpoints.ts';
import * as letters from '../letters.ts';
import * as meetingLetters from '../meetings/letters.ts';
import * as meetings from '../meetings/meetings.ts';
import type { RouteContract } from '../route-contract.ts';

/** What became of letters, calendars by secret address, and replies by mail. */
export const letterRoutes = {
  /** The last letter to each invitee, what became of it, and the answer. For planners. */
  'letter.list': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/letters',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    response: meetingLetters.letterList,
    errors: ['not-found'],
  },
  /** The letter to an invitee with an address, sent or not. For planners. */
  'letter.preview': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/letters/:inviteeId',
    permission: 'meeting.plan',
    params: meetingLetters.letterParams,
    response: meetingLetters.letterPreview,
    errors: ['not-found'],
  },
  /**
   * Sends the current letter again to these invitees, or for the first time to one that got an address since.
   * Leaves out invitees without an address. `conflict` if no mail server is configured. `too-many-letters` if
   * the account has ordered 1,000 within a short time; it may order one more every two seconds.
   */
  'letter.resend': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/letters/resent',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    body: meetingLetters.lettersAgain,
    response: meetingLetters.letterList,
    errors: ['not-found', 'wrong-phase', 'conflict', 'too-many-letters'],
  },
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
