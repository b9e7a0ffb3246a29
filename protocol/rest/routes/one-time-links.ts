import { accountParams } from '../identity/accounts.ts';
import * as links from '../identity/one-time-links.ts';
import type { RouteContract } from '../route-contract.ts';
import { account } from '../identity/session.ts';
import { weakPassword } from './weak-password.ts';

/** Links that set a password once: of the first administrator, or of an account. */
export const oneTimeLinkRoutes = {
  /** Whether the link that the server printed at its start is still valid. */
  'firstAdministrator.check': {
    method: 'POST',
    path: '/api/v1/first-administrator/check',
    permission: 'public',
    body: links.linkToken,
    response: links.firstAdministratorLink,
    errors: ['not-found', 'too-many-attempts'],
  },
  /** Creates an administrator of the whole tree, once, where none exists. */
  'firstAdministrator.create': {
    method: 'POST',
    path: '/api/v1/first-administrator',
    permission: 'public',
    body: links.firstAdministrator,
    response: account,
    status: 201,
    errors: ['not-found', 'conflict', 'too-many-attempts', ...weakPassword],
  },
  /** Replaces an earlier link of the account. The old password is valid until the link is used. */
  'passwordLink.issue': {
    method: 'POST',
    path: '/api/v1/accounts/:accountId/password-link',
    permission: 'account.administer',
    params: accountParams,
    body: links.passwordLinkWish,
    response: links.issuedPasswordLink,
    confirmed: true,
    errors: ['confirmation-required', 'not-found', 'conflict'],
  },
  /** Whose password the link sets. */
  'passwordLink.check': {
    method: 'POST',
    path: '/api/v1/password-link/check',
    permission: 'public',
    body: links.linkToken,
    response: links.passwordLink,
    errors: ['not-found', 'too-many-attempts'],
  },
  /** Sets the password once, and ends all sessions of the account. */
  'passwordLink.use': {
    method: 'POST',
    path: '/api/v1/password-link',
    permission: 'public',
    body: links.passwordByLink,
    response: links.passwordLinkUsed,
    errors: ['not-found', 'too-many-attempts', ...weakPassword],
  },
} as const satisfies Record<string, RouteContract>;
