import { z } from 'zod';
import { newPassword } from './accounts.ts';
import { instantMs, name } from '../common.ts';
import { login } from './session.ts';

/** The secret part of a one-time link. It is in the fragment of the address, which browsers send to no server. */
const token = z.string().regex(/^[\w-]{43}$/);
export const linkToken = z.strictObject({ token });

/** The pages that the links open. */
export const firstAdministratorPath = '/first-administrator';
export const passwordLinkPath = '/password';

export const firstAdministratorLink = z.strictObject({ expiresAtMs: instantMs });
export const firstAdministrator = z.strictObject({ token, login, fullName: name, password: newPassword });

export const passwordLinkWish = z.strictObject({
  /** `mail` sends it to the account's address. */
  deliver: z.enum(['show', 'mail']),
});
export const issuedPasswordLink = z.strictObject({
  /** Null: it was sent by mail. */
  token: token.nullable(),
  expiresAtMs: instantMs,
});
export const passwordLink = z.strictObject({ login, fullName: name, expiresAtMs: instantMs });
export const passwordByLink = z.strictObject({ token, password: newPassword });
export const passwordLinkUsed = z.strictObject({ login });
