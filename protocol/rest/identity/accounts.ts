import { z } from 'zod';
import { id } from '../../ids.ts';
import { email, name, searchText } from '../common.ts';
import { paged, pageQuery } from '../paging.ts';
import { accountKind } from '../permissions.ts';
import { account, login } from './session.ts';

/**
 * At least twelve characters. There are no rules on the kinds of characters, which people satisfy with
 * "Matkhau1!" (NIST SP 800-63B, 3.1.1.2).
 */
export const shortestPassword = 12;
export const longestPassword = 128;
/**
 * The server also refuses passwords that are easy to guess (`password-common`, `password-pattern`,
 * `password-personal`).
 */
export const newPassword = z.string().normalize('NFC').min(shortestPassword).max(longestPassword);

export const newAccount = z.strictObject({
  login,
  password: newPassword,
  fullName: name,
  email: email.nullable().default(null),
  kind: accountKind,
  /** Only administrators may have null. */
  siteId: id.nullable(),
});
export const accountParams = z.strictObject({ accountId: id });
export const passwordChange = z.strictObject({ password: newPassword });
export const ownPasswordChange = z.strictObject({
  current: z.string().min(1).max(200),
  password: newPassword,
});
/** The address for the account's invitation letters. */
export const accountEmail = z.strictObject({ email: email.nullable() });

const accountPosition = z.tuple([z.string()]);
export type AccountPosition = z.infer<typeof accountPosition>;
/**
 * Accounts of a subtree, of a kind, or whose name or login contains `q`. Sorted by login; `-login` is the
 * reverse order.
 */
export const accountQuery = z.strictObject({
  siteId: id.optional(),
  kind: accountKind.optional(),
  q: searchText.optional(),
  sort: z.enum(['login', '-login']).default('login'),
  ...pageQuery(accountPosition, { usually: 500, most: 2_000 }),
});
export const accountList = z.strictObject({ accounts: z.array(account), ...paged });
