import { z } from 'zod';
import * as accounts from '../identity/accounts.ts';
import { clearance, nothing } from '../common.ts';
import * as factors from '../identity/second-factor.ts';
import * as sessions from '../identity/session.ts';
import type { RouteContract } from '../route-contract.ts';
import { weakPassword } from './weak-password.ts';

/** Sessions and accounts. */
export const identityRoutes = {
  'session.signIn': {
    method: 'POST',
    path: '/api/v1/session',
    permission: 'public',
    body: sessions.signIn,
    response: z.union([sessions.session, factors.secondStep]),
    errors: ['too-many-attempts'],
  },
  /** For an account with a second factor: the proof that `session.signIn` asked for. */
  'session.prove': {
    method: 'POST',
    path: '/api/v1/session/second-factor',
    permission: 'public',
    body: factors.secondStepProof,
    response: sessions.session,
    errors: ['wrong-proof', 'second-factor-locked', 'too-many-attempts'],
  },
  /**
   * Replaces the refresh token in the cookie. A token that was replaced before, and whose replacement is in
   * use, ends the session.
   */
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
  /** The language of the letters to the own account. */
  'account.changeOwnLanguage': {
    method: 'PUT',
    path: '/api/v1/me/language',
    permission: 'account.own',
    body: accounts.ownLanguageChange,
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
  /** The second factors of the own account. */
  'factor.list': {
    method: 'GET',
    path: '/api/v1/me/second-factors',
    permission: 'account.secure',
    response: factors.secondFactors,
    errors: [],
  },
  /** Offers a secret for an authenticator app; it counts once a code was given. */
  'factor.offerTotp': {
    method: 'POST',
    path: '/api/v1/me/second-factors/totp',
    permission: 'account.secure',
    response: factors.totpOffer,
    confirmed: true,
    errors: ['confirmation-required', 'conflict'],
  },
  /** Ends all other sessions of the account. */
  'factor.confirmTotp': {
    method: 'PUT',
    path: '/api/v1/me/second-factors/totp',
    permission: 'account.secure',
    body: factors.totpConfirmation,
    response: factors.recoveryCodes,
    confirmed: true,
    errors: ['confirmation-required', 'wrong-proof', 'conflict'],
  },
  'factor.removeTotp': {
    method: 'DELETE',
    path: '/api/v1/me/second-factors/totp',
    permission: 'account.own',
    response: nothing,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', 'conflict'],
  },
  'factor.offerPasskey': {
    method: 'POST',
    path: '/api/v1/me/second-factors/passkeys/offer',
    permission: 'account.secure',
    response: factors.passkeyOffer,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', 'conflict'],
  },
  /** Ends all other sessions of the account. */
  'factor.confirmPasskey': {
    method: 'POST',
    path: '/api/v1/me/second-factors/passkeys',
    permission: 'account.secure',
    body: factors.passkeyConfirmation,
    response: factors.recoveryCodes,
    confirmed: true,
    errors: ['confirmation-required', 'wrong-proof', 'conflict'],
  },
  'factor.removePasskey': {
    method: 'DELETE',
    path: '/api/v1/me/second-factors/passkeys/:passkeyId',
    permission: 'account.own',
    params: factors.passkeyParams,
    response: nothing,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', 'conflict'],
  },
  /** Makes new codes that replace all that were left. */
  'factor.renewRecoveryCodes': {
    method: 'POST',
    path: '/api/v1/me/second-factors/recovery-codes',
    permission: 'account.own',
    response: factors.recoveryCodes,
    confirmed: true,
    errors: ['confirmation-required', 'conflict'],
  },

  /**
   * Proves by the password that the session's owner makes the request; needed for calls that are `confirmed`.
   */
  'session.confirm': {
    method: 'POST',
    path: '/api/v1/session/confirmation',
    permission: 'account.secure',
    body: sessions.confirmation,
    response: nothing,
    errors: ['wrong-password', 'too-many-attempts'],
  },
  /** The sessions of the own account, last used first. */
  'session.list': {
    method: 'GET',
    path: '/api/v1/me/sessions',
    permission: 'account.own',
    response: sessions.ownSessions,
    errors: [],
  },
  /** Ends all sessions of the own account except the one that makes the request. */
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
    confirmed: true,
    errors: ['confirmation-required', 'conflict', 'not-found', ...weakPassword],
  },
  /** Of the own account, neither kind nor unit. */
  'account.change': {
    method: 'PATCH',
    path: '/api/v1/accounts/:accountId',
    permission: 'account.administer',
    params: accounts.accountParams,
    body: accounts.accountChange,
    response: sessions.account,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', 'conflict'],
  },
  /** Also ends the account's sessions. Its owner must change the password at the next sign-in. */
  'account.setPassword': {
    method: 'PUT',
    path: '/api/v1/accounts/:accountId/password',
    permission: 'account.administer',
    params: accounts.accountParams,
    body: accounts.passwordChange,
    response: nothing,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', ...weakPassword],
  },
  /** An account that loses its clearance is out of live classified sessions at once. */
  'account.setClearance': {
    method: 'PUT',
    path: '/api/v1/accounts/:accountId/clearance',
    permission: 'clearance.administer',
    params: accounts.accountParams,
    body: clearance,
    response: nothing,
    confirmed: true,
    errors: ['confirmation-required', 'not-found'],
  },
  /** Removes all second factors from an account whose owner has lost them, and ends its sessions. */
  'account.resetSecondFactors': {
    method: 'DELETE',
    path: '/api/v1/accounts/:accountId/second-factors',
    permission: 'account.administer',
    params: accounts.accountParams,
    response: nothing,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', 'conflict'],
  },
  'account.disable': {
    method: 'POST',
    path: '/api/v1/accounts/:accountId/disable',
    permission: 'account.administer',
    params: accounts.accountParams,
    response: nothing,
    errors: ['not-found', 'conflict'],
  },
  /**
   * Gives the places of a person that leaves in coming meetings to another person, meeting by meeting. What cannot
   * be handed over stays as it is.
   */
  'account.handOver': {
    method: 'POST',
    path: '/api/v1/accounts/:accountId/hand-over',
    permission: 'account.administer',
    params: accounts.accountParams,
    body: accounts.handOver,
    response: accounts.handedOver,
    confirmed: true,
    errors: ['confirmation-required', 'not-found'],
  },
  /** The account signs in with its old password again. */
  'account.enable': {
    method: 'POST',
    path: '/api/v1/accounts/:accountId/enable',
    permission: 'account.administer',
    params: accounts.accountParams,
    response: nothing,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', 'conflict'],
  },
} as const satisfies Record<string, RouteContract>;
