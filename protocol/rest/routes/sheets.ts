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
