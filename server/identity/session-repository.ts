/** Who holds a long-lived secret: an account (a refresh token) or an endpoint's device (a device token). */
export type SessionSubject = { readonly kind: 'account' | 'device'; readonly id: string };

export type SignInSession = {
  readonly id: string;
  readonly subject: SessionSubject;
  /** Hash of the secret that is good now. */
  readonly secretHash: string;
  /** Hash of the secret it replaced: whoever shows that one has a stolen or a replayed token. */
  readonly previousHash: string | null;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs: number | null;
};

export interface SessionRepository {
  insert(session: SignInSession): Promise<void>;
  /** Expired and revoked ones too: the caller says why it refuses. */
  byHash(
    hash: string,
  ): Promise<{ readonly session: SignInSession; readonly matched: 'current' | 'previous' } | undefined>;
  byId(sessionId: string): Promise<SignInSession | undefined>;
  /** Compare and swap; false when the current hash is another one by now or the session is revoked. */
  rotate(sessionId: string, expectedHash: string, newHash: string, expiresAtMs: number): Promise<boolean>;
  /** False when there is no such session or it was revoked before. */
  revoke(sessionId: string, revokedAtMs: number): Promise<boolean>;
  /** How many were revoked. */
  revokeAllOf(subject: SessionSubject, revokedAtMs: number): Promise<number>;
}
