import type { Generations } from './generations.ts';

/** The owner of a session: an account, or the device of an endpoint. */
export type SessionSubject = { readonly kind: 'account' | 'device'; readonly id: string };

/** Where a session was last used. */
export type Whereabouts = {
  readonly address: string;
  /** Browser and system in short; null where the client did not send them. */
  readonly browser: string | null;
};

type SessionRecord = Whereabouts & {
  readonly id: string;
  readonly issuedAtMs: number;
  readonly lastUsedAtMs: number;
  /** When the session ends without further use. */
  readonly expiresAtMs: number;
  readonly revokedAtMs: number | null;
};

/** A person's sign-in; each use replaces its refresh token. */
export type AccountSessionRecord = SessionRecord & {
  readonly subject: { readonly kind: 'account'; readonly id: string };
  readonly generations: Generations;
  /** The session began with a second factor, or its owner has set one up in it. */
  readonly twoFactors: boolean;
  /** When its owner last proved their identity: signed in, or entered the password again. */
  readonly confirmedAtMs: number;
  /** When the session ends, however often it is used. */
  readonly endsAtMs: number;
};

/** A room's device, whose token does not change. */
export type DeviceSessionRecord = SessionRecord & {
  readonly subject: { readonly kind: 'device'; readonly id: string };
  readonly secretHash: string;
};

export type SignInSession = AccountSessionRecord | DeviceSessionRecord;

export const isAccountSession = (session: SignInSession): session is AccountSessionRecord =>
  'generations' in session;

export interface SessionRepository {
  insert(session: SignInSession): Promise<void>;
  /** Includes expired and revoked sessions: the caller decides how to refuse them. */
  byId(sessionId: string): Promise<SignInSession | undefined>;
  /** As `byId`, for several ids, in no order; sessions that do not exist are left out. */
  byIds(sessionIds: readonly string[]): Promise<readonly SignInSession[]>;
  /** A device's session; includes expired and revoked ones. */
  byHash(hash: string): Promise<DeviceSessionRecord | undefined>;
  /**
   * Passes an account's session to `decide` while no other caller can change it, and stores the result.
   * Undefined where there is no such session.
   */
  decide(
    sessionId: string,
    decide: (session: AccountSessionRecord) => AccountSessionRecord,
  ): Promise<AccountSessionRecord | undefined>;
  /** Records a use of a device's session. */
  touch(sessionId: string, seen: Whereabouts, usedAtMs: number): Promise<void>;
  /**
   * The devices that these endpoints have or had; endpoints that never had one are left out. `browser` is that
   * of the device that was there last.
   */
  devicesOf(
    endpointIds: readonly string[],
    nowMs: number,
  ): Promise<
    ReadonlyMap<
      string,
      { readonly isPaired: boolean; readonly lastSeenAtMs: number; readonly browser: string | null }
    >
  >;
  /** The sessions that are valid at `nowMs`, the last used first. */
  listOf(subject: SessionSubject, nowMs: number): Promise<readonly SignInSession[]>;
  /** False when there is no such session, or it was revoked before. */
  revoke(sessionId: string, revokedAtMs: number): Promise<boolean>;
  /** The ids of the sessions that were revoked. */
  revokeAllOf(
    subject: SessionSubject,
    revokedAtMs: number,
    exceptSessionId?: string,
  ): Promise<readonly string[]>;
}
