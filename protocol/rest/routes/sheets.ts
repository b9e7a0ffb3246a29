import { endpointParams } from '../endpoints.ts';
import * as meetings from '../meetings.ts';
import * as sheets from '../sheets.ts';
import type { RouteContract } from '../route-contract.ts';

const sheetStreams = Object.values(sheets.sheetTypes);

/** Lists as spreadsheets, in and out. */
export const sheetRoutes = {
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
    query: sheets.readinessSheetQuery,
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
  /** What `meeting.history` says: a row for each thing that was changed, and for each of those who were invited or withdrawn. */
  'sheet.history': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/history',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** What `account.list` lists. */
  'sheet.accounts': {
    method: 'GET',
    path: '/api/v1/sheets/accounts',
    permission: 'account.read',
    query: sheets.accountSheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  'sheet.groups': {
    method: 'GET',
    path: '/api/v1/sheets/groups',
    permission: 'meeting.plan',
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: [],
  },
  /** What `booking.freeBusy` says: a row for each time that a room is held. */
  'sheet.bookings': {
    method: 'GET',
    path: '/api/v1/sheets/bookings',
    permission: 'endpoint.read',
    query: sheets.freeBusySheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** All checks of a room, with their figures. */
  'sheet.rehearsals': {
    method: 'GET',
    path: '/api/v1/endpoints/:endpointId/sheets/rehearsals',
    permission: 'rehearsal.serve',
    params: endpointParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
} as const satisfies Record<string, RouteContract>;
