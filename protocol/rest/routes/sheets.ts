import { endpointParams } from '../sites/endpoints.ts';
import * as reforms from '../sites/reforms.ts';
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
    params: sheets.sheetTemplateParams,
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
  /** New units, and corrections of those that exist. For reforms see `sheet.importReform`. */
  'sheet.importSites': {
    method: 'POST',
    path: '/api/v1/sheets/sites',
    permission: 'site.import',
    query: sheets.sheetImport,
    raw: true,
    response: sheets.sheetReport,
    errors: ['unsupported-type', 'conflict'],
  },
  /** The units that a reform may change, as a spreadsheet; with its new columns left empty, nothing changes. */
  'sheet.reform': {
    method: 'GET',
    path: '/api/v1/sheets/reform',
    permission: 'site.import',
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: [],
  },
  /**
   * Reforms the tree by a sheet that says what units of today become: renames, merges, splits, moves, other
   * levels and new units. What the units have in use moves along. Without `dryRun=false` it only says what it
   * would do. `conflict` also before the first day.
   */
  'sheet.importReform': {
    method: 'POST',
    path: '/api/v1/sheets/reform',
    permission: 'site.import',
    query: reforms.reformQuery,
    raw: true,
    response: reforms.reformReport,
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
  /**
   * New rooms and changes of known ones, by their unit's code and their name. A row with a room's id also
   * renames it and moves it to the unit of the row; a row with a day takes it out of use and signs its device out.
   */
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
  /** The published ballots with their votes, for callers that moderate the meeting; a row for each vote. */
  'sheet.ballots': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/ballots',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** The turns at the floor, for callers that moderate the meeting, as of this moment. */
  'sheet.speeches': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/speeches',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** All messages, also those that were removed from the screens, for callers that moderate the meeting. */
  'sheet.chat': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/chat',
    permission: 'meeting.moderate',
    params: meetings.meetingParams,
    query: sheets.sheetQuery,
    streams: sheetStreams,
    errors: ['not-found'],
  },
  /** All versions of the papers and how many have read each, for callers that moderate the meeting. */
  'sheet.papers': {
    method: 'GET',
    path: '/api/v1/meetings/:meetingId/sheets/papers',
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
  /**
   * New accounts, and changes of known ones, by their login; none is disabled. New ones have no password: their
   * owners set it by a one-time link.
   */
  'sheet.importAccounts': {
    method: 'POST',
    path: '/api/v1/sheets/accounts',
    permission: 'account.administer',
    query: sheets.sheetImport,
    raw: true,
    response: sheets.sheetReport,
    confirmed: true,
    errors: ['confirmation-required', 'unsupported-type', 'conflict'],
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
