import jwt from 'jsonwebtoken';
import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { id } from '../../../protocol/ids.ts';

const jwtAlgorithm = 'HS256';
/** A token for one audience is not valid for another. */
const audience = {
  api: 'diemcau-api',
  conference: 'diemcau-conference',
  reply: 'diemcau-reply',
  refresh: 'diemcau-refresh',
} as const;

/** `sid` is the sign-in session or the device's session; the token becomes invalid with it. */
const accessClaims = z.object({ sub: id, kind: z.enum(['account', 'device']), sid: id });
/** `generation` counts the renewals of the session: see generations.ts. */
const refreshClaims = z.object({ sid: id, generation: z.int().min(1) });
/**
 * The claimant, its session, and the id that makes the pass single-use. Rights are looked up
 * when the pass is presented.
 */
const joinClaims = accessClaims.extend({
  meetingId: id,
  jti: z.uuid(),
  iat: z.number(),
  exp: z.number(),
});

/** Allows any holder of the link to answer one invitation. */
const replyClaims = z.object({ meetingId: id, invitationId: id });

export type AccessClaims = z.infer<typeof accessClaims>;
export type Issued = { readonly token: string; readonly expiresAtMs: number };
export type TokenRefusal = { readonly ok: false; readonly code: 'unauthenticated' | 'token-expired' };
export type VerifiedAccess = ({ readonly ok: true } & AccessClaims) | TokenRefusal;
/** A pass into one conference, as it was signed. */
export type Pass = AccessClaims & {
  readonly meetingId: string;
  readonly jti: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
};
export type VerifiedJoin = ({ readonly ok: true } & Pass) | TokenRefusal;

export type RefreshClaims = z.infer<typeof refreshClaims>;
export type VerifiedRefresh = ({ readonly ok: true } & RefreshClaims) | TokenRefusal;

export type VerifiedReply = ({ readonly ok: true } & z.output<typeof replyClaims>) | TokenRefusal;

export interface TokenSettings {
  readonly issuer: string;
  readonly secret: string;
  readonly accessTokenTtlS: number;
  readonly joinTokenTtlS: number;
}

export interface Tokens {
  issueAccess(claims: AccessClaims): Issued;
  verifyAccess(token: string): VerifiedAccess;
  /** A refresh token, valid until `expiresAtMs` at most. */
  issueRefresh(claims: RefreshClaims, expiresAtMs: number): Issued;
  verifyRefresh(token: string): VerifiedRefresh;
  /** A pass for one sign-in into one conference. It is for one use: see `PassUses`. */
  issueJoin(claims: AccessClaims & { readonly meetingId: string }): Issued;
  verifyJoin(token: string): VerifiedJoin;
  /** The token of a link that answers an invitation, valid until `expiresAtMs`. */
  issueReply(meetingId: string, invitationId: string, expiresAtMs: number): Issued;
  verifyReply(token: string): VerifiedReply;
}

export function createTokens(settings: TokenSettings, now: () => number): Tokens {
  const { issuer, secret, accessTokenTtlS, joinTokenTtlS } = settings;
  const nowS = (): number => Math.floor(now() / 1_000);

  const issue = (claims: object, door: keyof typeof audience, ttlS: number, iat = nowS()): Issued => {
    const exp = Math.floor(iat) + ttlS;
    const token = jwt.sign({ ...claims, iss: issuer, aud: audience[door], iat, exp }, secret, {
      algorithm: jwtAlgorithm,
    });
    return { token, expiresAtMs: exp * 1_000 };
  };

  const verify = <Claims>(
    token: string,
    door: keyof typeof audience,
    schema: z.ZodType<Claims>,
  ): { readonly ok: true; readonly claims: Claims } | TokenRefusal => {
    try {
      const payload = jwt.verify(token, secret, {
        algorithms: [jwtAlgorithm],
        issuer,
        audience: audience[door],
        clockTimestamp: nowS(),
      });
      const parsed = schema.safeParse(payload);
      return parsed.success ? { ok: true, claims: parsed.data } : { ok: false, code: 'unauthenticated' };
    } catch (error) {
      // Any other error of the parser, which a forged token may cause (some throw a SyntaxError).
      return {
        ok: false,
        code: error instanceof jwt.TokenExpiredError ? 'token-expired' : 'unauthenticated',
      };
    }
  };

  return {
    issueAccess: (claims) => issue(claims, 'api', accessTokenTtlS),
    verifyAccess(token) {
      const verified = verify(token, 'api', accessClaims);
      return verified.ok ? { ok: true, ...verified.claims } : verified;
    },
    issueRefresh: (claims, expiresAtMs) => issue(claims, 'refresh', Math.ceil(expiresAtMs / 1_000) - nowS()),
    verifyRefresh(token) {
      const verified = verify(token, 'refresh', refreshClaims);
      return verified.ok ? { ok: true, ...verified.claims } : verified;
    },
    issueJoin: (claims) =>
      // In ms (RFC 7519, 2: a NumericDate may have a fraction), to decide whether it was issued
      // before or after a restart.
      issue({ ...claims, jti: uuid() }, 'conference', joinTokenTtlS, now() / 1_000),
    verifyJoin(token) {
      const verified = verify(token, 'conference', joinClaims);
      if (!verified.ok) return verified;
      const { iat, exp, ...claims } = verified.claims;
      return { ok: true, ...claims, issuedAtMs: iat * 1_000, expiresAtMs: exp * 1_000 };
    },
    issueReply: (meetingId, invitationId, expiresAtMs) =>
      issue({ meetingId, invitationId }, 'reply', Math.ceil(expiresAtMs / 1_000) - nowS()),
    verifyReply(token) {
      const verified = verify(token, 'reply', replyClaims);
      return verified.ok ? { ok: true, ...verified.claims } : verified;
    },
  };
}
