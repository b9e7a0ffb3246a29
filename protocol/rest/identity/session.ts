import { z } from 'zod';
import { id } from '../../ids.ts';
import { language } from '../../language.ts';
import { instantMs, name } from '../common.ts';
import { accountKind } from '../permissions.ts';
import { plainText } from '../../text.ts';

/** In lower case, as it is stored and compared. */
export const login = plainText
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{1,63}$/, 'letters without accents, digits and . _ @ -');

export const account = z.strictObject({
  id,
  login,
  fullName: name,
  /** The address for its invitation letters. */
  email: z.string().nullable(),
  /** Of its letters. */
  language,
  kind: accountKind,
  /**
   * The subtree in which the account may act. Null, which only administrators may have, is the whole tree.
   */
  siteId: id.nullable(),
  /** Whether it may take part in classified sessions. */
  cleared: z.boolean(),
  /** Without one nobody can sign in; the owner sets it by a one-time link. */
  hasPassword: z.boolean(),
  disabled: z.boolean(),
});
export type AccountView = z.infer<typeof account>;

export const signIn = z.strictObject({
  login: plainText.toLowerCase().min(1).max(64),
  password: z.string().min(1).max(200),
});

export const confirmation = z.strictObject({ password: z.string().min(1).max(200) });

/**
 * What a person must do before the session allows anything else: choose a password that nobody else knows, or
 * set up a second factor.
 */
export const due = z.enum(['password', 'second-factor']);
export type Due = z.infer<typeof due>;

/**
 * The access token goes into `Authorization: Bearer …`; the token that renews it is in a cookie that no
 * script can read.
 */
export const session = z.strictObject({
  accessToken: z.string(),
  expiresAtMs: instantMs,
  account,
  /** Empty, or the only things that the access token allows until they are done. */
  due: z.array(due),
});
export type SessionView = z.infer<typeof session>;

const ownSession = z.strictObject({
  id,
  /** Browser and system in short; null if the client did not say. */
  browser: z.string().nullable(),
  /** The network address that it was last used from. */
  address: z.string(),
  sinceMs: instantMs,
  /** The time of the last renewal: a browser in use renews every ten minutes. */
  lastUsedAtMs: instantMs,
  /** The session that makes the request. */
  isCurrent: z.boolean(),
});
export type OwnSessionView = z.infer<typeof ownSession>;
export const ownSessions = z.strictObject({ sessions: z.array(ownSession) });
export const sessionParams = z.strictObject({ sessionId: id });
export const endedSessions = z.strictObject({ ended: z.int().min(0) });
