import * as bookings from '../meetings/bookings.ts';
import { nothing } from '../common.ts';
import * as emergencies from '../meetings/emergencies.ts';
import * as meetings from '../meetings/meetings.ts';
import * as selections from '../meetings/selections.ts';
import * as templates from '../meetings/templates.ts';
import type { RouteContract } from '../route-contract.ts';

/** What meetings are made from, and what blocks them. */
export const planningRoutes = {
  /** The templates that come with the product, then those that the caller's own sites keep. */
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
  /** A draft that invites what the template covers on its day, within the caller's scope. */
  'template.use': {
    method: 'POST',
    path: '/api/v1/templates/:templateId/meetings',
    permission: 'meeting.plan',
    params: templates.templateParams,
    body: templates.fromTemplate,
    response: meetings.meetingDetail,
    status: 201,
    idempotent: true,
    errors: ['not-cleared', 'not-found', 'conflict', 'series-too-large'],
  },
  /**
   * Plans a session and opens it at once; the screens of its rooms ring. It also holds what other meetings
   * hold, which is logged.
   */
  'emergency.call': {
    method: 'POST',
    path: '/api/v1/emergencies',
    permission: 'meeting.plan',
    body: emergencies.emergencyCall,
    response: emergencies.calledEmergency,
    status: 201,
    idempotent: true,
    errors: ['not-cleared', 'not-found', 'conflict'],
  },

  /**
   * How many endpoints a selection covers on a day, within the caller's scope, before it is used to invite or
   * call.
   */
  'selection.count': {
    method: 'POST',
    path: '/api/v1/selections/count',
    permission: 'meeting.plan',
    body: selections.selectionWish,
    response: selections.selectionMeaning,
    errors: ['not-found'],
  },

  /** Whether these are free at that time, or at all times of a series, before anything is planned. */
  'booking.check': {
    method: 'POST',
    path: '/api/v1/bookings/check',
    permission: 'meeting.plan',
    body: bookings.bookingWish,
    response: bookings.bookingAnswer,
    errors: ['not-found', 'series-too-large'],
  },
  /** When the endpoints of a subtree are held, and by which meetings, as far as the caller may see them. */
  'booking.freeBusy': {
    method: 'GET',
    path: '/api/v1/bookings',
    permission: 'endpoint.read',
    query: bookings.freeBusyQuery,
    response: bookings.freeBusy,
    errors: ['not-found'],
  },
} as const satisfies Record<string, RouteContract>;
