import { nothing } from '../common.ts';
import * as endpoints from '../sites/endpoints.ts';
import * as line from '../line.ts';
import * as meetings from '../meetings/meetings.ts';
import * as readiness from '../meetings/readiness.ts';
import * as rehearsals from '../meetings/rehearsals.ts';
import * as sites from '../sites/sites.ts';
import type { RouteContract } from '../route-contract.ts';

/** Replies to invitations, and the readiness of invitees. */
export const readinessRoutes = {
  /** Notes that the caller's own invitation was shown on its screen. Returns the state of the invitation. */
  'invitation.see': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/seen',
    permission: 'meeting.join',
    params: meetings.meetingParams,
    response: readiness.ownReadiness,
    errors: ['not-found'],
  },
  /** The caller's answer to its own invitation; replaces an earlier one. */
  'reply.own': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/reply',
    permission: 'meeting.join',
    params: meetings.meetingParams,
    body: readiness.newReply,
    response: readiness.ownReadiness,
    errors: ['not-found', 'wrong-phase'],
  },
  /** Makes a link for answering an invitation without signing in; valid until the meeting's end. */
  'reply.link': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/invitations/:invitationId/reply-link',
    permission: 'meeting.plan',
    params: meetings.invitationParams,
    response: readiness.replyLink,
    status: 201,
    errors: ['not-found', 'wrong-phase'],
  },
  /**
   * Enters an answer that the invitee gave by telephone, for planners and for callers that moderate the
   * meeting; replaces an earlier one.
   */
  'reply.byTelephone': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/invitations/:invitationId/reply',
    permission: 'reply.enter',
    params: meetings.invitationParams,
    body: readiness.calledReply,
    response: readiness.enteredReply,
    errors: ['not-found', 'wrong-phase'],
  },
  /** Notes that the invitation was opened. */
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
  /** How far each invitee has come, for callers that moderate the meeting. */
  'readiness.get': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/readiness',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    response: readiness.readiness,
    errors: ['not-found'],
  },
  /** The people to telephone at a unit of the caller's subtree. */
  'contact.list': {
    method: 'GET',
    path: '/api/v1/sites/:siteId/contacts',
    permission: 'endpoint.read',
    params: sites.siteParams,
    response: readiness.contactList,
    errors: ['not-found'],
  },
  /** Replaces all contacts of the unit. */
  'contact.set': {
    method: 'PUT',
    path: '/api/v1/sites/:siteId/contacts',
    permission: 'endpoint.administer',
    params: sites.siteParams,
    body: readiness.contactList,
    response: readiness.contactList,
    errors: ['not-found'],
  },

  /**
   * A room's check of itself, while the meeting's rehearsal is open; it ends the measurement of the room's
   * line.
   */
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
  /**
   * Asks rooms of the caller's subtree to check themselves. They do so within seconds if their screens are
   * on.
   */
  'rehearsal.ask': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/rehearsals/asked',
    permission: 'rehearsal.serve',
    params: meetings.meetingParams,
    body: rehearsals.askedChecks,
    response: nothing,
    errors: ['not-found', 'wrong-phase'],
  },
  /**
   * What the camera saw in the room's own check: a JPEG of at most 40 kB, accepted once and kept for 30 days.
   */
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
  /** An operator declares the room fit or unfit, whatever the check found; replaces an earlier decision. */
  'rehearsal.signOff': {
    method: 'POST',
    path: '/api/v1/rehearsals/:rehearsalId/sign-off',
    permission: 'rehearsal.serve',
    params: rehearsals.rehearsalParams,
    body: rehearsals.newSignOff,
    response: rehearsals.rehearsal,
    errors: ['not-found'],
  },
  /** Newest first by default. */
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
   * Begins to measure the room's line, and ends an earlier measurement. The number of rooms that measure at
   * once is limited, so that they measure their lines and not each other; other rooms get `full`, and try
   * again.
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
   * Sends bytes that no line can compress. With its next request the room echoes the end of what arrived, and
   * the server knows how long it took: a few bytes measure the round trip, many bytes the line down.
   */
  'line.down': {
    method: 'GET',
    path: '/api/v1/line',
    permission: 'room.own',
    query: line.lineProbe,
    streams: ['application/octet-stream'],
    errors: ['not-found'],
  },
  /** Receives bytes to measure a room's line up, and keeps none. */
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
