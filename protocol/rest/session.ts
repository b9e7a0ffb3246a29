import { z } from 'zod';
import { id } from '../ids.ts';
import { instantMs, name } from './common.ts';
import { accountKind } from './permissions.ts';

/** Lower case, as it is kept and compared. */
export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{1,63}$/, 'letters without accents, digits and . _ @ -');

export const account = z.strictObject({
  id,
  login,
  fullName: name,
  /** Where its letters of invitation go. */
  email: z.string().nullable(),
  kind: accountKind,
  /** The subtree in which the account may act; null, for administrators only, is the whole tree. */
  siteId: id.nullable(),
  /** Whether it may take part in classified sessions. */
  cleared: z.boolean(),
  disabled: z.boolean(),
});
export type AccountView = z.infer<typeof account>;

export const signIn = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(64),
  password: z.string().min(1).max(200),
});

/** The access token goes into `Authorization: Bearer …`; what renews it is in a cookie that no script can read. */
export const session = z.strictObject({ accessToken: z.string(), expiresAtMs: instantMs, account });
export type SessionView = z.infer<typeof session>;
