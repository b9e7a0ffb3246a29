import * as bookings from '../bookings.ts';
import { nothing } from '../common.ts';
import * as emergencies from '../emergencies.ts';
import * as meetings from '../meetings.ts';
import * as selections from '../selections.ts';
import * as templates from '../templates.ts';
import type { RouteContract } from '../route-contract.ts';

/** What meetings are made from, and what stands against them. */
export const planningRoutes = {
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
    errors: ['not-cleared', 'not-found', 'conflict', 'series-too-large'],
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
    errors: ['not-cleared', 'not-found', 'conflict'],
  },

  /** How many endpoints a selection means on a day, as far as the caller's scope goes, before it invites or calls anybody. */
  'selection.count': {
    method: 'POST',
    path: '/api/v1/selections/count',
    permission: 'meeting.plan',
    body: selections.selectionWish,
    response: selections.selectionMeaning,
    errors: ['not-found'],
  },

  /** Whether these would be free at that time, or at all those of a series, before anything is planned. */
  'booking.check': {
    method: 'POST',
    path: '/api/v1/bookings/check',
    permission: 'meeting.plan',
    body: bookings.bookingWish,
    response: bookings.bookingAnswer,
    errors: ['not-found', 'series-too-large'],
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
} as const satisfies Record<string, RouteContract>;
