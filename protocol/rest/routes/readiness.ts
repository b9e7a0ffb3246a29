import { nothing } from '../common.ts';
import * as endpoints from '../endpoints.ts';
import * as line from '../line.ts';
import * as meetings from '../meetings.ts';
import * as readiness from '../readiness.ts';
import * as rehearsals from '../rehearsals.ts';
import * as sites from '../sites.ts';
import type { RouteContract } from '../route-contract.ts';

/** Who answers, and who is ready. */
export const readinessRoutes = {
  /** The caller's own invitation was shown on its screen. Says how it stands. */
  'invitation.see': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/seen',
    permission: 'meeting.join',
    params: meetings.meetingParams,
    response: readiness.ownReadiness,
    errors: ['not-found'],
  },
  /** The caller's answer to its own invitation, in the place of an earlier one. */
  'reply.own': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/reply',
    permission: 'meeting.join',
    params: meetings.meetingParams,
    body: readiness.newReply,
    response: readiness.ownReadiness,
    errors: ['not-found', 'wrong-phase'],
  },
  /** Makes the link by which an invitation is answered by those who do not sign in; good until the meeting's end. */
  'reply.link': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/invitations/:invitationId/reply-link',
    permission: 'meeting.plan',
    params: meetings.invitationParams,
    response: readiness.replyLink,
    status: 201,
    errors: ['not-found', 'wrong-phase'],
  },
  'reply.linked': {
    method: 'GET',
    path: '/api/v1/replies/:token',
    permission: 'public',
    params: readiness.linkParams,
    response: readiness.linkedInvitation,
    errors: ['not-found'],
  },
  'reply.byLink': {
    method: 'PUT',
    path: '/api/v1/replies/:token',
    permission: 'public',
    params: readiness.linkParams,
    body: readiness.newReply,
    response: readiness.linkedInvitation,
    errors: ['not-found', 'wrong-phase'],
  },
  /** How far each of the invited has come, for those who moderate the meeting. */
  'readiness.get': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/readiness',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    response: readiness.readiness,
    errors: ['not-found'],
  },
  /** Whom to telephone at a unit of the caller's subtree. */
  'contact.list': {
    method: 'GET',
    path: '/api/v1/sites/:siteId/contacts',
    permission: 'endpoint.read',
    params: sites.siteParams,
    response: readiness.contactList,
    errors: ['not-found'],
  },
  /** In the place of all that it had. */
  'contact.set': {
    method: 'PUT',
    path: '/api/v1/sites/:siteId/contacts',
    permission: 'endpoint.administer',
    params: sites.siteParams,
    body: readiness.contactList,
    response: readiness.contactList,
    errors: ['not-found'],
  },

  /** A room's check of itself, while the meeting's rehearsal is open; it ends the measurement of the room's line. */
  'rehearsal.report': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/rehearsals',
    permission: 'room.own',
    params: meetings.meetingParams,
    body: rehearsals.newRehearsal,
    response: rehearsals.rehearsal,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'wrong-phase', 'conflict'],
  },
  /** Asks rooms of the caller's subtree to check themselves, which they do within seconds where their screens are on. */
  'rehearsal.ask': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/rehearsals/asked',
    permission: 'rehearsal.serve',
    params: meetings.meetingParams,
    body: rehearsals.askedChecks,
    response: nothing,
    errors: ['not-found', 'wrong-phase'],
  },
  /** What the camera saw in the room's own check: a JPEG of 40 kB at the most, once, and kept for 30 days. */
  'rehearsal.addPicture': {
    method: 'PUT',
    path: '/api/v1/rehearsals/:rehearsalId/picture',
    permission: 'room.own',
    params: rehearsals.rehearsalParams,
    raw: true,
    response: nothing,
    errors: ['not-found', 'conflict', 'unsupported-type'],
  },
  'rehearsal.picture': {
    method: 'GET',
    path: '/api/v1/rehearsals/:rehearsalId/picture',
    permission: 'rehearsal.serve',
    params: rehearsals.rehearsalParams,
    streams: ['image/jpeg'],
    errors: ['not-found'],
  },
  /** An operator takes the room for fit or for unfit, whatever the check found; in the place of an earlier decision. */
  'rehearsal.signOff': {
    method: 'POST',
    path: '/api/v1/rehearsals/:rehearsalId/sign-off',
    permission: 'rehearsal.serve',
    params: rehearsals.rehearsalParams,
    body: rehearsals.newSignOff,
    response: rehearsals.rehearsal,
    errors: ['not-found'],
  },
  /** Newest first if not asked otherwise. */
  'rehearsal.history': {
    method: 'GET',
    path: '/api/v1/endpoints/:endpointId/rehearsals',
    permission: 'rehearsal.serve',
    params: endpoints.endpointParams,
    query: rehearsals.historyQuery,
    response: rehearsals.rehearsalList,
    errors: ['not-found'],
  },

  /**
   * Begins to measure the room's line, in the place of an earlier measurement. Only so many rooms measure at once, so that
   * they measure their lines and not each other; the others hear `full`, and come again.
   */
  'line.open': {
    method: 'POST',
    path: '/api/v1/line/loop',
    permission: 'room.own',
    response: line.lineLoop,
    status: 201,
    errors: ['full'],
  },
  /** Connects one transport of the loop; its DTLS role must be `client`. */
  'line.connect': {
    method: 'PUT',
    path: '/api/v1/line/loop/connection',
    permission: 'room.own',
    body: line.loopConnection,
    response: nothing,
    errors: ['not-found'],
  },
  /** Sends a stream into the loop, one of each kind, and says how it comes back. */
  'line.send': {
    method: 'POST',
    path: '/api/v1/line/loop/streams',
    permission: 'room.own',
    body: line.loopStream,
    response: line.loopedStream,
    status: 201,
    errors: ['not-found', 'conflict'],
  },
  /**
   * Bytes that no line makes smaller. With the next request the room echoes the end of what came, and the server knows how
   * long it took: of a few bytes the round trip, of many the line down.
   */
  'line.down': {
    method: 'GET',
    path: '/api/v1/line',
    permission: 'room.own',
    query: line.lineProbe,
    streams: ['application/octet-stream'],
    errors: ['not-found'],
  },
  /** Takes bytes to measure a room's line up, and keeps none. */
  'line.up': {
    method: 'POST',
    path: '/api/v1/line',
    permission: 'room.own',
    query: line.lineEcho,
    raw: true,
    response: line.lineReceived,
    errors: ['not-found', 'unsupported-type'],
  },
} as const satisfies Record<string, RouteContract>;
