import * as audit from '../audit.ts';
import type { RouteContract } from '../route-contract.ts';
import { auditSheetQuery, sheetTypes } from '../sheets.ts';

/** The audit log: who did what, and what was refused. */
export const auditRoutes = {
  /**
   * The entries of the caller's subtree, newest first. An administrator of the whole tree also sees those
   * that belong to no unit.
   */
  'audit.list': {
    method: 'GET',
    path: '/api/v1/audit',
    permission: 'audit.read',
    query: audit.auditQuery,
    response: audit.auditList,
    errors: ['not-found'],
  },
  /** The entries of `audit.list`, at most the newest 20,000. */
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
