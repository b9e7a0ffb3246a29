import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../../errors.ts';
import { id } from '../../ids.ts';
import { language } from '../../language.ts';
import { email, instantMs, name, searchText } from '../common.ts';
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
  /** Null: none; the owner sets one by a one-time link (`passwordLink.issue`). */
  password: newPassword.nullable().default(null),
  fullName: name,
  email: email.nullable().default(null),
  /** Of its letters. */
  language: language.default('vi'),
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
export const ownLanguageChange = z.strictObject({ language });
/** A field that is left out keeps its value. */
export const accountChange = z.strictObject({
  fullName: name.exactOptional(),
  email: email.nullable().exactOptional(),
  language: language.exactOptional(),
  kind: accountKind.exactOptional(),
  siteId: id.nullable().exactOptional(),
});

export const handOver = z.strictObject({ toAccountId: id });
const handedMeeting = { id, title: z.string(), startsAtMs: instantMs };
export const handedOver = z.strictObject({
  moved: z.array(z.strictObject(handedMeeting)),
  /** Meetings that keep the first person, and why. */
  kept: z.array(
    z.strictObject({ ...handedMeeting, code: z.custom<ErrorCode>(isErrorCode).meta({ type: 'string' }) }),
  ),
  /** Meetings of units that the caller does not administer; they keep the first person. */
  outside: z.int().min(0),
});

/** `without-password`: waits for its owner to set the first one. */
export const accountState = z.enum(['in-use', 'without-password', 'disabled']);
export type AccountState = z.infer<typeof accountState>;

const accountPosition = z.tuple([z.string()]);
export type AccountPosition = z.infer<typeof accountPosition>;
/**
 * Accounts of a subtree, of a kind, in a state, or whose name, login, address or unit contains `q`. Sorted by
 * login; `-login` is the reverse order.
 */
export const accountQuery = z.strictObject({
  siteId: id.optional(),
  kind: accountKind.optional(),
  state: accountState.optional(),
  q: searchText.optional(),
  sort: z.enum(['login', '-login']).default('login'),
  ...pageQuery(accountPosition, { usually: 500, most: 2_000 }),
});
const listedAccount = account.extend({
  /** With its parent's name; empty for the whole tree. */
  siteName: z.string(),
});
export type ListedAccount = z.infer<typeof listedAccount>;
export const accountList = z.strictObject({ accounts: z.array(listedAccount), ...paged });
