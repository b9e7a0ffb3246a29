import * as accounts from '../accounts.ts';
import { nothing } from '../common.ts';
import * as sessions from '../session.ts';
import type { RouteContract } from '../route-contract.ts';

const weakPassword = ['password-common', 'password-pattern', 'password-personal'] as const;

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
  /** Replaces the refresh token in the cookie. One that was replaced before, and whose replacement is in use, ends the session. */
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
  /** Ends all other sessions of the account. */
  'account.changeOwnPassword': {
    method: 'PUT',
    path: '/api/v1/me/password',
    permission: 'account.secure',
    body: accounts.ownPasswordChange,
    response: nothing,
    errors: ['wrong-password', 'too-many-attempts', 'password-unchanged', ...weakPassword],
  },
  /** Where the own account is signed in, the last used first. */
  'session.list': {
    method: 'GET',
    path: '/api/v1/me/sessions',
    permission: 'account.own',
    response: sessions.ownSessions,
    errors: [],
  },
  /** All of the own account but that which asks. */
  'session.endOthers': {
    method: 'DELETE',
    path: '/api/v1/me/sessions',
    permission: 'account.own',
    response: sessions.endedSessions,
    errors: [],
  },
  'session.end': {
    method: 'DELETE',
    path: '/api/v1/me/sessions/:sessionId',
    permission: 'account.own',
    params: sessions.sessionParams,
    response: nothing,
    errors: ['not-found'],
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
    errors: ['conflict', 'not-found', ...weakPassword],
  },
  /** Ends the account's sessions, too. Its owner changes the password at the next sign-in. */
  'account.setPassword': {
    method: 'PUT',
    path: '/api/v1/accounts/:accountId/password',
    permission: 'account.administer',
    params: accounts.accountParams,
    body: accounts.passwordChange,
    response: nothing,
    errors: ['not-found', ...weakPassword],
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
  'account.disable': {
    method: 'POST',
    path: '/api/v1/accounts/:accountId/disable',
    permission: 'account.administer',
    params: accounts.accountParams,
    response: nothing,
    errors: ['not-found', 'conflict'],
  },
} as const satisfies Record<string, RouteContract>;
