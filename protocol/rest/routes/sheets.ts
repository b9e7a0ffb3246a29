import { endpointParams } from '../sites/endpoints.ts';
import * as meetings from '../meetings/meetings.ts';
import * as sheets from '../sheets.ts';
import type { RouteContract } from '../route-contract.ts';

const sheetStreams = Object.values(sheets.sheetTypes);

/** Lists as spreadsheets: export and import. */
export const sheetRoutes = {
  /** An empty sheet with the headings that an import of this kind recognises, to be filled in. */
  'sheet.template': {
    method: 'GET',
    path: '/api/v1/sheets/templates/:kind',
    permission: 'endpoint.read',
    params: sheets.templateParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /**
   * The units of the caller's subtree that exist now or will exist, as a spreadsheet; it can be imported
   * again as it is.
   */
  'sheet.sites': {
    method: 'GET',
    path: '/api/v1/sheets/sites',
    permission: 'site.read',
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: [],
  },
  /** New units, and corrections of those that exist. For reforms see `site.import`. */
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
  /** Replaces all contacts of each unit that the sheet names. */
  'sheet.importContacts': {
    method: 'POST',
    path: '/api/v1/sheets/contacts',
    permission: 'endpoint.administer',
    query: sheets.sheetImport,
    raw: true,
    response: sheets.sheetReport,
    errors: ['unsupported-type', 'conflict'],
  },
  /** The meetings of `meeting.list`. */
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
  /** For callers that moderate the meeting, as of this moment. */
  'sheet.readiness': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/readiness',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: sheets.readinessSheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** Which invitees came, for callers that moderate the meeting, as of this moment. */
  'sheet.rollCall': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/roll-call',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /**
   * The content of `meeting.history`: a row for each change, and for each invitee that was invited or
   * withdrawn.
   */
  'sheet.history': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/history',
    permission: 'meeting.plan',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** The accounts of `account.list`. */
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
  /** The content of `booking.freeBusy`: a row for each time that a room is held. */
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
