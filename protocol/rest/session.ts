import { z } from 'zod';
import { id } from '../ids.ts';
import { instantMs, name } from './common.ts';
import { accountKind } from './permissions.ts';
import { plainText } from '../text.ts';

/** Lower case, as it is kept and compared. */
export const login = plainText
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
  login: plainText.toLowerCase().min(1).max(64),
  password: z.string().min(1).max(200),
});

export const confirmation = z.strictObject({ password: z.string().min(1).max(200) });

/** What a person must do before the session is good for anything else: choose a password that nobody else knows, set up a second factor. */
export const due = z.enum(['password', 'second-factor']);
export type Due = z.infer<typeof due>;

/** The access token goes into `Authorization: Bearer …`; what renews it is in a cookie that no script can read. */
export const session = z.strictObject({
  accessToken: z.string(),
  expiresAtMs: instantMs,
  account,
  /** Nothing, or all that the access token is good for until it is done. */
  due: z.array(due),
});
export type SessionView = z.infer<typeof session>;

/** One sign-in of the own account. */
const ownSession = z.strictObject({
  id,
  /** Browser and system in short; null where the client did not say. */
  browser: z.string().nullable(),
  /** The network address that it was last used from. */
  address: z.string(),
  sinceMs: instantMs,
  /** Of the last renewal: a browser that is in use renews every ten minutes. */
  lastUsedAtMs: instantMs,
  /** That which asks. */
  isCurrent: z.boolean(),
});
export type OwnSessionView = z.infer<typeof ownSession>;
export const ownSessions = z.strictObject({ sessions: z.array(ownSession) });
export const sessionParams = z.strictObject({ sessionId: id });
export const endedSessions = z.strictObject({ ended: z.int().min(0) });
