import { z } from 'zod';
import { id } from '../ids.ts';
import { email, name } from './common.ts';
import { accountKind } from './permissions.ts';
import { account, login } from './session.ts';

/** Length is what counts (NIST SP 800-63B, 5.1.1.2): no rules on digits and signs, which people meet with "Matkhau1!". */
export const newPassword = z.string().min(12).max(200);

export const newAccount = z.strictObject({
  login,
  password: newPassword,
  fullName: name,
  email: email.nullable().default(null),
  kind: accountKind,
  /** Null for administrators only. */
  siteId: id.nullable(),
});
export const accountParams = z.strictObject({ accountId: id });
export const passwordChange = z.strictObject({ password: newPassword });
/** Where the account's letters of invitation go. */
export const accountEmail = z.strictObject({ email: email.nullable() });
export const accountList = z.strictObject({ accounts: z.array(account) });
