import jwt from 'jsonwebtoken';
import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { id } from '../../protocol/ids.ts';

const ALGORITHM = 'HS256';
/** A token for one door does not open the other. */
const audience = { api: 'diemcau-api', conference: 'diemcau-conference', reply: 'diemcau-reply' } as const;

/** `sid` names the sign-in session or the device's session, with which the token falls. */
const accessClaims = z.object({ sub: id, kind: z.enum(['account', 'device']), sid: id });
/** Who comes, by which sign-in, and the one use of the pass. What it may do there is looked up when it is shown. */
const joinClaims = accessClaims.extend({
  meetingId: id,
  jti: z.uuid(),
  iat: z.number(),
  exp: z.number(),
});

/** An answer to one invitation, by whoever has the link. */
const replyClaims = z.object({ meetingId: id, invitationId: id });

export type AccessClaims = z.infer<typeof accessClaims>;
export type Issued = { readonly token: string; readonly expiresAtMs: number };
export type Refusal = { readonly ok: false; readonly code: 'unauthenticated' | 'token-expired' };
export type VerifiedAccess = ({ readonly ok: true } & AccessClaims) | Refusal;
/** A pass into one conference, as it was signed. */
export type Pass = AccessClaims & {
  readonly meetingId: string;
  readonly jti: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
};
export type VerifiedJoin = ({ readonly ok: true } & Pass) | Refusal;

export type VerifiedReply = ({ readonly ok: true } & z.output<typeof replyClaims>) | Refusal;

export interface TokenSettings {
  readonly issuer: string;
  readonly secret: string;
  readonly accessTokenTtlS: number;
  readonly joinTokenTtlS: number;
}

export interface Tokens {
  issueAccess(claims: AccessClaims): Issued;
  verifyAccess(token: string): VerifiedAccess;
  /** A pass for one sign-in into one conference. It is for one use: see `PassUses`. */
  issueJoin(claims: AccessClaims & { readonly meetingId: string }): Issued;
  verifyJoin(token: string): VerifiedJoin;
  /** The token of a link by which an invitation is answered, good until the given instant. */
  issueReply(meetingId: string, invitationId: string, expiresAtMs: number): Issued;
  verifyReply(token: string): VerifiedReply;
}

export function createTokens(settings: TokenSettings, now: () => number): Tokens {
  const { issuer, secret, accessTokenTtlS, joinTokenTtlS } = settings;
  const nowS = (): number => Math.floor(now() / 1_000);

  const issue = (claims: object, door: keyof typeof audience, ttlS: number, iat = nowS()): Issued => {
    const exp = Math.floor(iat) + ttlS;
    const token = jwt.sign({ ...claims, iss: issuer, aud: audience[door], iat, exp }, secret, {
      algorithm: ALGORITHM,
    });
    return { token, expiresAtMs: exp * 1_000 };
  };

  const verify = <Claims>(
    token: string,
    door: keyof typeof audience,
    schema: z.ZodType<Claims>,
  ): { readonly ok: true; readonly claims: Claims } | Refusal => {
    try {
      const payload = jwt.verify(token, secret, {
        algorithms: [ALGORITHM],
        issuer,
        audience: audience[door],
        clockTimestamp: nowS(),
      });
      const parsed = schema.safeParse(payload);
      return parsed.success ? { ok: true, claims: parsed.data } : { ok: false, code: 'unauthenticated' };
    } catch (error) {
      // Whatever else a forged token does to the parser (some throw a SyntaxError), it is no token of ours.
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
    issueJoin: (claims) =>
      // To the millisecond (RFC 7519, 2: a NumericDate may have a fraction): what counts is on which side of a restart it is.
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
