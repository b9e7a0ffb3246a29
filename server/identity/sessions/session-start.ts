import { v7 as uuid } from 'uuid';
import type { Issued, Tokens } from '../passes/tokens.ts';
import type { SignInSession } from './session-repository.ts';
import { type ClientOrigin, whereabouts } from './whereabouts.ts';

/** A long-lived secret for a cookie. */
export type KeptToken = { readonly token: string; readonly expiresAtMs: number };

/** What each new session has. */
export const begunAt = (nowMs: number, from: ClientOrigin) => ({
  ...whereabouts(from),
  id: uuid(),
  issuedAtMs: nowMs,
  lastUsedAtMs: nowMs,
  revokedAtMs: null,
});

export const isValidAt = <Session extends SignInSession>(
  nowMs: number,
  session: Session | undefined,
): session is Session => session !== undefined && session.revokedAtMs === null && session.expiresAtMs > nowMs;

export const accessTo = (
  tokens: Pick<Tokens, 'issueAccess'>,
  { id, subject }: Pick<SignInSession, 'id' | 'subject'>,
): Issued => tokens.issueAccess({ sub: subject.id, kind: subject.kind, sid: id });
