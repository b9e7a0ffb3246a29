import { dueList } from '../meetings/due.ts';
import { meetingHistory } from '../meetings/history.ts';
import * as meetings from '../meetings/meetings.ts';
import * as selections from '../meetings/selections.ts';
import * as series from '../meetings/series.ts';
import * as templates from '../meetings/templates.ts';
import type { RouteContract } from '../route-contract.ts';

/** What may keep a change of a planned meeting from being booked. */
const bookedAgain = [
  'not-cleared',
  'not-found',
  'wrong-phase',
  'version-required',
  'version-changed',
  'clash',
  'no-capacity',
] as const;

/** The plan of meetings. */
export const meetingRoutes = {
  'meeting.create': {
    method: 'POST',
    path: '/api/v1/meetings',
    permission: 'meeting.plan',
    body: meetings.newMeeting,
    response: meetings.meetingDetail,
    status: 201,
    idempotent: true,
    errors: ['not-cleared', 'not-found', 'conflict'],
  },
  /** The meetings that the caller may see: organised in its subtree, or that it is invited to. */
  'meeting.list': {
    method: 'GET',
    path: '/api/v1/meetings',
    permission: 'meeting.read',
    query: meetings.meetingQuery,
    response: meetings.meetingList,
    errors: [],
  },
  /**
   * What is to be done for meetings that the caller's unit, or one below it, organises: those of the next seven days, and
   * those that ended in the last 30 days. Operators find the checks of rooms only.
   */
  'meeting.due': {
    method: 'GET',
    path: '/api/v1/meetings/due',
    permission: 'rehearsal.serve',
    response: dueList,
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
    errors: bookedAgain,
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
    errors: [...bookedAgain, 'series-too-large'],
  },
  /** Invites the endpoints that the selection covers on the meeting's day, within the caller's scope. */
  'meeting.inviteSelection': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/invitations/selection',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: series.reachQuery,
    body: selections.invitationSelection,
    response: selections.invitedSelection,
    versioned: true,
    errors: [...bookedAgain, 'series-too-large'],
  },
  /** The selections by which its invitations were sent, first one first. */
  'meeting.sentSelections': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/invitations/selections',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    response: selections.sentSelectionList,
    errors: ['not-found'],
  },
  /** Sets the people of an office that the planners ask to come; replaces earlier ones. */
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
  /** Asks for approval by the units above, if the meeting needs approval; from then on it holds its rooms. */
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
  /**
   * For an administrator, or an account of a unit above the organising one; never for the account that
   * submitted it.
   */
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
  /** Makes a submitted or approved meeting a draft again, so that it can be changed. */
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
  /** Who changed which part of the plan, and when. */
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
  /**
   * With the override, the meeting takes part in no clash; without it, in every clash again. The server's log
   * says who decided.
   */
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
  /** Signs off an ended meeting; nothing about it changes afterwards. */
  'meeting.close': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/close',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    response: meetings.meetingDetail,
    versioned: true,
    errors: ['not-found', 'wrong-phase', 'version-required', 'version-changed'],
  },
  /**
   * Repeats the meeting: it becomes the first occurrence, and its plan and invitations are copied to all
   * others.
   */
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
      'not-cleared',
      'not-found',
      'conflict',
      'wrong-phase',
      'version-required',
      'version-changed',
      'clash',
      'no-capacity',
      'series-too-large',
    ],
  },
  /** For callers that plan the meeting. */
  'series.get': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/series',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    response: series.seriesView,
    errors: ['not-found'],
  },
  /**
   * Opens the conference before its time, if the media workers can carry it until then, or again within ten
   * minutes of its end; then it lasts a quarter of an hour at least. It needs no version.
   */
  'meeting.open': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/open',
    permission: 'meeting.open',
    params: meetings.meetingParams,
    response: meetings.meetingDetail,
    errors: ['not-found', 'wrong-phase', 'version-changed', 'clash', 'no-capacity'],
  },
  /** Every caller that sees a meeting may join it while it is live, in the role that `self.role` says. */
  'meeting.join': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/join',
    permission: 'meeting.join',
    params: meetings.meetingParams,
    response: meetings.joinPass,
    errors: ['not-found', 'not-live'],
  },

  /** A new draft like the meeting, at another time, with those invitees that are still in use. */
  'meeting.copy': {
    method: 'POST',
    path: '/api/v1/meetings/:meetingId/copy',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    body: templates.copyOfMeeting,
    response: meetings.meetingDetail,
    status: 201,
    idempotent: true,
    errors: ['not-cleared', 'not-found', 'conflict'],
  },
} as const satisfies Record<string, RouteContract>;
