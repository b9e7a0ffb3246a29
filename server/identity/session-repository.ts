import type { Generations } from './generations.ts';

/** Who is signed in: an account, or the device of an endpoint. */
export type SessionSubject = { readonly kind: 'account' | 'device'; readonly id: string };

/** From where a session was last used. */
export type Whereabouts = {
  readonly address: string;
  /** Browser and system in short; null where the client did not say. */
  readonly browser: string | null;
};

type SessionRecord = Whereabouts & {
  readonly id: string;
  readonly issuedAtMs: number;
  readonly lastUsedAtMs: number;
  /** When it ends unless it is used before. */
  readonly expiresAtMs: number;
  readonly revokedAtMs: number | null;
};

/** A person's sign-in, whose refresh token is replaced at each use. */
export type AccountSession = SessionRecord & {
  readonly subject: { readonly kind: 'account'; readonly id: string };
  readonly generations: Generations;
  /** It began with a second factor, or its owner has set one up in it. */
  readonly twoFactors: boolean;
  /** When its owner last proved who asks: signed in, or gave the password again. */
  readonly confirmedAtMs: number;
  /** When it ends however much it is used. */
  readonly endsAtMs: number;
};

/** A room's device, whose token stays the same. */
export type DeviceSession = SessionRecord & {
  readonly subject: { readonly kind: 'device'; readonly id: string };
  readonly secretHash: string;
};

export type SignInSession = AccountSession | DeviceSession;

export const isAccountSession = (session: SignInSession): session is AccountSession =>
  'generations' in session;

export interface SessionRepository {
  insert(session: SignInSession): Promise<void>;
  /** Expired and revoked ones too: the caller says why it refuses. */
  byId(sessionId: string): Promise<SignInSession | undefined>;
  /** The same of several, in no order; those that do not exist are left out. */
  byIds(sessionIds: readonly string[]): Promise<readonly SignInSession[]>;
  /** A device's session; expired and revoked ones too. */
  byHash(hash: string): Promise<DeviceSession | undefined>;
  /**
   * Shows `decide` an account's session while nobody else can change it, and keeps what it answers. Undefined where there is
   * no such session.
   */
  decide(
    sessionId: string,
    decide: (session: AccountSession) => AccountSession,
  ): Promise<AccountSession | undefined>;
  /** Notes the use of a device's session. */
  touch(sessionId: string, seen: Whereabouts, usedAtMs: number): Promise<void>;
  /** Those that are good at `nowMs`, the last used first. */
  listOf(subject: SessionSubject, nowMs: number): Promise<readonly SignInSession[]>;
  /** False when there is no such session or it was revoked before. */
  revoke(sessionId: string, revokedAtMs: number): Promise<boolean>;
  /** The ids of those that were revoked. */
  revokeAllOf(
    subject: SessionSubject,
    revokedAtMs: number,
    exceptSessionId?: string,
  ): Promise<readonly string[]>;
}
