import * as accounts from '../accounts.ts';
import { clearance, nothing } from '../common.ts';
import * as sessions from '../session.ts';
import type { RouteContract } from '../route-contract.ts';

/** Who signs in, and the accounts. */
export const identityRoutes = {
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
  /** Who is no longer cleared is out of live classified sessions at once. */
  'account.setClearance': {
    method: 'PUT',
    path: '/api/v1/accounts/:accountId/clearance',
    permission: 'clearance.administer',
    params: accounts.accountParams,
    body: clearance,
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
} as const satisfies Record<string, RouteContract>;
