import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import * as accounts from './accounts.ts';
import * as bookings from './bookings.ts';
import { nothing } from './common.ts';
import * as devices from './devices.ts';
import * as documents from './documents.ts';
import * as emergencies from './emergencies.ts';
import * as endpoints from './endpoints.ts';
import { meetingHistory } from './history.ts';
import * as groups from './groups.ts';
import * as letters from './letters.ts';
import * as line from './line.ts';
import * as meetings from './meetings.ts';
import type { Permission } from './permissions.ts';
import * as readiness from './readiness.ts';
import * as rehearsals from './rehearsals.ts';
import { roomView } from './rooms.ts';
import * as selections from './selections.ts';
import * as series from './series.ts';
import * as sessions from './session.ts';
import * as sheets from './sheets.ts';
import * as sites from './sites.ts';
import * as templates from './templates.ts';

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `:name` for each of `params`. */
  readonly path: `/api/v1/${string}` | `/calendar/${string}`;
  readonly permission: Permission;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body is bytes (`application/octet-stream`, or one of these media types) instead of JSON; the server streams it. */
  readonly raw?: true | readonly string[];
  /** The caller is a program that shows a shared secret in this header. */
  readonly secretHeader?: string;
  /** What a success says in JSON; left out where it `streams`. */
  readonly response?: z.ZodType;
  /** A success streams a file of one of these media types instead of JSON. */
  readonly streams?: readonly string[];
  /** Of a success; 200 if left out. */
  readonly status?: 201;
  /** `If-Match: "<version>"` is required; every answer that holds a version says it as `ETag` too. */
  readonly versioned?: true;
  /**
   * Takes an `Idempotency-Key`: the same request again gets the same answer and has no second effect. For what answers with a
   * secret it would keep that secret in the clear, and for what is `raw` it would need the bytes before the work begins.
   */
  readonly idempotent?: true;
  /** What it may answer beyond the errors that any route may meet (`anyRoute`). */
  readonly errors: readonly ErrorCode[];
}

/** Any route may answer these. */
export const anyRoute = [
  'invalid-request',
  'unauthenticated',
  'token-expired',
  'forbidden',
  'payload-too-large',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorCode[];

const sheetStreams = Object.values(sheets.sheetTypes);

/**
 * Every REST call there is: one table makes the router, the OpenAPI document, the client's typed calls and the
 * authorization tests. Where two paths fit, the first counts.
 */
export const routes = {
  'session.signIn': {
    method: 'POST',
    path: '/api/v1/session',
    permission: 'public',
    body: sessions.signIn,
    response: sessions.session,
    errors: ['too-many-attempts'],
  },
  /** Replaces the refresh token in the cookie. Whoever shows one that was replaced ends the session. */
  'session.refresh': {
    method: 'POST',
    path: '/api/v1/session/refresh',
    permission: 'public',
    response: sessions.session,
    errors: [],
  },
  'session.signOut': {
    method: 'DELETE',
    path: '/api/v1/session',
    permission: 'public',
    response: nothing,
    errors: [],
  },
  'account.own': {
    method: 'GET',
    path: '/api/v1/me',
    permission: 'account.own',
    response: sessions.account,
    errors: [],
  },

  'account.list': {
    method: 'GET',
    path: '/api/v1/accounts',
    permission: 'account.read',
    query: accounts.accountQuery,
    response: accounts.accountList,
    errors: ['not-found'],
  },
  'account.create': {
    method: 'POST',
    path: '/api/v1/accounts',
    permission: 'account.administer',
    body: accounts.newAccount,
    response: sessions.account,
    status: 201,
    idempotent: true,
    errors: ['conflict', 'not-found'],
  },
  /** Ends the account's sessions, too. */
  'account.setPassword': {
    method: 'PUT',
    path: '/api/v1/accounts/:accountId/password',
    permission: 'account.administer',
    params: accounts.accountParams,
    body: accounts.passwordChange,
    response: nothing,
    errors: ['not-found'],
  },
  'account.setEmail': {
    method: 'PUT',
    path: '/api/v1/accounts/:accountId/email',
    permission: 'account.administer',
    params: accounts.accountParams,
    body: accounts.accountEmail,
    response: nothing,
    errors: ['not-found'],
  },
  'account.disable': {
    method: 'POST',
    path: '/api/v1/accounts/:accountId/disable',
    permission: 'account.administer',
    params: accounts.accountParams,
    response: nothing,
    errors: ['not-found', 'conflict'],
  },

  'site.levels': {
    method: 'GET',
    path: '/api/v1/levels',
    permission: 'site.read',
    response: sites.levelList,
    errors: [],
  },
  'site.list': {
    method: 'GET',
    path: '/api/v1/sites',
    permission: 'site.read',
    query: sites.onDay,
    response: sites.siteList,
    errors: [],
  },
  'site.search': {
    method: 'GET',
    path: '/api/v1/sites/search',
    permission: 'site.read',
    query: sites.siteSearch,
    response: sites.foundSites,
    errors: [],
  },
  'site.import': {
    method: 'POST',
    path: '/api/v1/sites/import',
    permission: 'site.import',
    body: sites.siteImport,
    response: sites.importReport,
    status: 201,
    idempotent: true,
    errors: ['conflict'],
  },
  'site.get': {
    method: 'GET',
    path: '/api/v1/sites/:siteId',
    permission: 'site.read',
    params: sites.siteParams,
    response: sites.siteDetail,
    errors: ['not-found'],
  },

  'endpoint.list': {
    method: 'GET',
    path: '/api/v1/endpoints',
    permission: 'endpoint.read',
    query: endpoints.endpointQuery,
    response: endpoints.endpointList,
    errors: ['not-found'],
  },
  'endpoint.tags': {
    method: 'GET',
    path: '/api/v1/endpoints/tags',
    permission: 'endpoint.read',
    response: endpoints.tagList,
    errors: [],
  },
  'endpoint.create': {
    method: 'POST',
    path: '/api/v1/endpoints',
    permission: 'endpoint.administer',
    body: endpoints.newEndpoint,
    response: endpoints.endpoint,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  /** A line that is changed counts from the room's next join. */
  'endpoint.change': {
    method: 'PATCH',
    path: '/api/v1/endpoints/:endpointId',
    permission: 'endpoint.administer',
    params: endpoints.endpointParams,
    body: endpoints.endpointChange,
    response: endpoints.endpoint,
    errors: ['not-found'],
  },
  /** Its devices are revoked, too. */
  'endpoint.retire': {
    method: 'DELETE',
    path: '/api/v1/endpoints/:endpointId',
    permission: 'endpoint.administer',
    params: endpoints.endpointParams,
    response: nothing,
    errors: ['not-found'],
  },

  /** The groups of the caller's subtree, by name. */
  'group.list': {
    method: 'GET',
    path: '/api/v1/groups',
    permission: 'meeting.plan',
    response: groups.groupList,
    errors: [],
  },
  /** `conflict` where the unit has a group of that name. */
  'group.create': {
    method: 'POST',
    path: '/api/v1/groups',
    permission: 'meeting.plan',
    body: groups.newGroup,
    response: groups.group,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  'group.change': {
    method: 'PATCH',
    path: '/api/v1/groups/:groupId',
    permission: 'meeting.plan',
    params: groups.groupParams,
    body: groups.groupChange,
    response: groups.group,
    errors: ['not-found', 'conflict'],
  },
  /** What was sent by it stays as it was sent. */
  'group.remove': {
    method: 'DELETE',
    path: '/api/v1/groups/:groupId',
    permission: 'meeting.plan',
    params: groups.groupParams,
    response: nothing,
    errors: ['not-found'],
  },

  'pairing.create': {
    method: 'POST',
    path: '/api/v1/pairings',
    permission: 'device.administer',
    body: devices.newPairing,
    response: devices.pairing,
    status: 201,
    errors: ['not-found'],
  },
  /** Turns the machine that shows the code into the endpoint's device. */
  'device.pair': {
    method: 'POST',
    path: '/api/v1/devices',
    permission: 'public',
    body: devices.pairDevice,
    response: devices.deviceSession,
    status: 201,
    errors: ['not-found', 'too-many-attempts'],
  },
  'device.session': {
    method: 'POST',
    path: '/api/v1/devices/session',
    permission: 'public',
    response: devices.deviceSession,
    errors: [],
  },
  'device.revoke': {
    method: 'DELETE',
    path: '/api/v1/endpoints/:endpointId/devices',
    permission: 'device.administer',
    params: endpoints.endpointParams,
    response: devices.revokedDevices,
    errors: ['not-found'],
  },
  /** What a room's page polls. */
  'room.get': {
    method: 'GET',
    path: '/api/v1/room',
    permission: 'room.own',
    response: roomView,
    errors: [],
  },

  'meeting.create': {
    method: 'POST',
    path: '/api/v1/meetings',
    permission: 'meeting.plan',
    body: meetings.newMeeting,
    response: meetings.meetingDetail,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  /** Those that the caller may see: organised in its subtree, or that it is invited to. */
  'meeting.list': {
    method: 'GET',
    path: '/api/v1/meetings',
    permission: 'meeting.read',
    query: meetings.meetingQuery,
    response: meetings.meetingList,
    errors: [],
  },
  'meeting.get': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId',
    permission: 'meeting.read',
    params: meetings.meetingParams,
    response: meetings.meetingDetail,
    errors: ['not-found'],
  },
  'meeting.change': {
    method: 'PATCH',
    path: '/api/v1/meetings/:meetingId',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    body: meetings.meetingChange,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed', 'clash', 'no-capacity'],
  },
  'meeting.invite': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/invitations',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    body: meetings.newInvitations,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed', 'clash', 'no-capacity'],
  },
  /** Invites the endpoints that the selection means on the meeting's day, as far as the caller's scope goes. */
  'meeting.inviteSelection': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/invitations/selection',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    body: selections.invitationSelection,
    response: selections.invitedSelection,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed', 'clash', 'no-capacity'],
  },
  /** By which selections its invitations were sent, the first one first. */
  'meeting.sentSelections': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/invitations/selections',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    response: selections.sentSelectionList,
    errors: ['not-found'],
  },
  /** Whom of an office the planners ask to come, in the place of those before. */
  'meeting.askDelegates': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/invitations/:invitationId/delegates',
    permission: 'meeting.plan',
    params: meetings.invitationParams,
    query: series.reachQuery,
    body: meetings.askedDelegates,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed'],
  },
  'meeting.withdrawInvitation': {
    method: 'DELETE',
    path: '/api/v1/meetings/:meetingId/invitations/:invitationId',
    permission: 'meeting.plan',
    params: meetings.invitationParams,
    query: series.reachQuery,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed'],
  },
  /** Asks those above for approval, where the meeting asks for it; from then on it holds its rooms. */
  'meeting.submit': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/submit',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed', 'clash', 'no-capacity'],
  },
  /** By an administrator, or from a unit above the organising one; never by who submitted it. */
  'meeting.approve': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/approve',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed'],
  },
  /** Makes what was submitted or approved a draft again, so that it can be changed. */
  'meeting.sendBack': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/send-back',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    body: series.sendingBack,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed'],
  },
  /** Who changed what of the plan, and when. */
  'meeting.history': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/history',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    response: meetingHistory,
    errors: ['not-found'],
  },
  'meeting.schedule': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/schedule',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed', 'clash', 'no-capacity'],
  },
  /** From then on it takes part in no clash; or, taken back, in every one again. Who decided stands in the server's log. */
  'meeting.overrideClashes': {
    method: 'PUT',
    path: '/api/v1/meetings/:meetingId/override',
    permission: 'meeting.override',
    params: meetings.meetingParams,
    query: series.reachQuery,
    body: meetings.clashOverride,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed', 'clash', 'no-capacity'],
  },
  'meeting.cancel': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/cancel',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    body: series.cancellation,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed'],
  },
  /** Repeats the meeting: it becomes the first occurrence, and its plan and invitations are copied to each further one. */
  'series.create': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/series',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    body: series.newSeries,
    response: series.seriesView,
    status: 201,
    idempotent: true,
    versioned: true,
    errors: [
      'not-found',
      'conflict',
      'wrong-phase',
      'version-required',
      'version-changed',
      'clash',
      'no-capacity',
    ],
  },
  /** For those who plan the meeting. */
  'series.get': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/series',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    response: series.seriesView,
    errors: ['not-found'],
  },
  /** Opens the conference before its time comes. It changes nothing of the plan, so it needs no version. */
  'meeting.open': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/open',
    permission: 'meeting.open',
    params: meetings.meetingParams,
    response: meetings.meetingDetail,
    errors: ['not-found', 'wrong-phase'],
  },
  /** Everybody who sees a meeting may join it while it is live, in the role that `self.role` says. */
  'meeting.join': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/join',
    permission: 'meeting.join',
    params: meetings.meetingParams,
    response: meetings.joinPass,
    errors: ['not-found', 'not-live'],
  },

  /** A new draft like the meeting, at another time: with those that it invited and that are still in use. */
  'meeting.copy': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/copy',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    body: templates.copyOfMeeting,
    response: meetings.meetingDetail,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  /** What comes with the product, then what the caller's own sites keep. */
  'template.list': {
    method: 'GET',
    path: '/api/v1/templates',
    permission: 'meeting.plan',
    response: templates.templateList,
    errors: [],
  },
  'template.keep': {
    method: 'POST',
    path: '/api/v1/templates',
    permission: 'meeting.plan',
    body: templates.newTemplate,
    response: templates.templateView,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  'template.rename': {
    method: 'PATCH',
    path: '/api/v1/templates/:templateId',
    permission: 'meeting.plan',
    params: templates.keptTemplateParams,
    body: templates.templateChange,
    response: templates.templateView,
    errors: ['not-found'],
  },
  'template.remove': {
    method: 'DELETE',
    path: '/api/v1/templates/:templateId',
    permission: 'meeting.plan',
    params: templates.keptTemplateParams,
    response: nothing,
    errors: ['not-found'],
  },
  /** A draft that invites whom the template means on its day, as far as the caller's scope goes. */
  'template.use': {
    method: 'POST',
    path: '/api/v1/templates/:templateId/meetings',
    permission: 'meeting.plan',
    params: templates.templateParams,
    body: templates.fromTemplate,
    response: meetings.meetingDetail,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },
  /** Plans a session and opens it at once; its rooms' screens ring. It holds what others hold, too, which is logged. */
  'emergency.call': {
    method: 'POST',
    path: '/api/v1/emergencies',
    permission: 'meeting.plan',
    body: emergencies.emergencyCall,
    response: emergencies.calledEmergency,
    status: 201,
    idempotent: true,
    errors: ['not-found', 'conflict'],
  },

  /** Whether these would be free at that time, before anything is planned. */
  'booking.check': {
    method: 'POST',
    path: '/api/v1/bookings/check',
    permission: 'meeting.plan',
    body: bookings.bookingWish,
    response: bookings.bookingAnswer,
    errors: [],
  },
  /** When the endpoints of a subtree are held, and by what, as far as the caller may see it. */
  'booking.freeBusy': {
    method: 'GET',
    path: '/api/v1/bookings',
    permission: 'endpoint.read',
    query: bookings.freeBusyQuery,
    response: bookings.freeBusy,
    errors: ['not-found'],
  },

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

  /** By those who moderate the meeting. While it is live, its conference gets the document at once. */
  'document.upload': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/documents',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: documents.newDocument,
    raw: true,
    response: documents.documentView,
    status: 201,
    errors: ['not-found', 'wrong-phase', 'unsupported-type', 'too-many-uploads'],
  },
  /** Those that the caller may see, oldest first. */
  'document.list': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/documents',
    permission: 'meeting.read',
    params: meetings.meetingParams,
    response: documents.documentList,
    errors: ['not-found'],
  },
  'document.content': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/documents/:documentId/content',
    permission: 'meeting.read',
    params: documents.documentParams,
    streams: documents.documentTypes,
    errors: ['not-found'],
  },
  /** Before the meeting is live; in its conference, the command `document.remove` does this. */
  'document.remove': {
    method: 'DELETE',
    path: '/api/v1/meetings/:meetingId/documents/:documentId',
    permission: 'meeting.moderate',
    params: documents.documentParams,
    response: nothing,
    errors: ['not-found', 'wrong-phase'],
  },

  /** The caller's meetings as a calendar by secret address. An address from before no longer counts. */
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
  /** For calendar programs, which cannot sign in: the address is the secret. */
  'feed.read': {
    method: 'GET',
    path: '/calendar/:secret.ics',
    permission: 'public',
    params: letters.feedParams,
    streams: ['text/calendar'],
    errors: ['not-found'],
  },
  /** A mail gateway hands over what came to the address of replies. `not-found` where replies by mail are off. */
  'reply.mail': {
    method: 'POST',
    path: '/api/v1/replies/mail',
    permission: 'public',
    raw: ['message/rfc822', 'text/calendar'],
    secretHeader: 'X-Mail-Secret',
    response: letters.mailTaken,
    errors: ['not-found', 'unsupported-type'],
  },

  /** The units of the caller's subtree that stand or will, as a spreadsheet; it can be taken in again as it is. */
  'sheet.sites': {
    method: 'GET',
    path: '/api/v1/sheets/sites',
    permission: 'site.read',
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: [],
  },
  /** New units and corrections of those that stand. For reforms see `site.import`. */
  'sheet.importSites': {
    method: 'POST',
    path: '/api/v1/sheets/sites',
    permission: 'site.import',
    query: sheets.sheetImport,
    raw: true,
    response: sheets.sheetReport,
    errors: ['unsupported-type', 'conflict'],
  },
  'sheet.endpoints': {
    method: 'GET',
    path: '/api/v1/sheets/endpoints',
    permission: 'endpoint.read',
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: [],
  },
  /** New rooms and changes of known ones, by their unit's code and their name; none is taken out of use. */
  'sheet.importEndpoints': {
    method: 'POST',
    path: '/api/v1/sheets/endpoints',
    permission: 'endpoint.administer',
    query: sheets.sheetImport,
    raw: true,
    response: sheets.sheetReport,
    errors: ['unsupported-type', 'conflict'],
  },
  'sheet.contacts': {
    method: 'GET',
    path: '/api/v1/sheets/contacts',
    permission: 'endpoint.read',
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: [],
  },
  /** Of each unit that the sheet names, in the place of all that it had. */
  'sheet.importContacts': {
    method: 'POST',
    path: '/api/v1/sheets/contacts',
    permission: 'endpoint.administer',
    query: sheets.sheetImport,
    raw: true,
    response: sheets.sheetReport,
    errors: ['unsupported-type', 'conflict'],
  },
  /** What `meeting.list` lists. */
  'sheet.meetings': {
    method: 'GET',
    path: '/api/v1/sheets/meetings',
    permission: 'meeting.read',
    query: sheets.meetingSheetQuery,
    streams: sheetStreams,
    errors: [],
  },
  'sheet.invitations': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/invitations',
    permission: 'meeting.read',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** For those who moderate the meeting, as of this moment. */
  'sheet.readiness': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/readiness',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** Who of the invited came, for those who moderate the meeting, as of this moment. */
  'sheet.rollCall': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/roll-call',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
} as const satisfies Record<string, RouteContract>;

export type RouteName = keyof typeof routes;

export const routeNames: readonly RouteName[] = Object.keys(routes).filter((name): name is RouteName =>
  Object.hasOwn(routes, name),
);
