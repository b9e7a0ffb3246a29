import * as audit from '../audit.ts';
import type { RouteContract } from '../route-contract.ts';
import { auditSheetQuery, sheetTypes } from '../sheets.ts';

/** Who did what to whom, and what was refused. */
export const auditRoutes = {
  /** The entries of the caller's subtree, the newest first. An administrator of the whole tree sees those of no unit, too. */
  'audit.list': {
    method: 'GET',
    path: '/api/v1/audit',
    permission: 'audit.read',
    query: audit.auditQuery,
    response: audit.auditList,
    errors: ['not-found'],
  },
  /** What `audit.list` lists, at most the newest 20,000. */
  'sheet.audit': {
    method: 'GET',
    path: '/api/v1/sheets/audit',
    permission: 'audit.read',
    query: auditSheetQuery,
    streams: Object.values(sheetTypes),
    confirmed: true,
    errors: ['confirmation-required', 'not-found'],
  },
} as const satisfies Record<string, RouteContract>;
