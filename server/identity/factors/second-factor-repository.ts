/** An account's secret for an authenticator app. */
export type Totp = {
  readonly accountId: string;
  readonly sealedSecret: string;
  /** The time step of the last accepted code: no code is accepted twice. */
  readonly lastStep: number;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
};

/** A WebAuthn credential. Bytes as base64url. */
export type Passkey = {
  readonly id: string;
  readonly accountId: string;
  readonly credentialId: string;
  readonly name: string;
  /** In COSE format. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
};

export type SecondFactors = {
  readonly totp: Totp | null;
  /** The oldest first. */
  readonly passkeys: readonly Passkey[];
  readonly recoveryCodesLeft: number;
};

/**
 * Keeps `Account.secondFactor` equal to whether a factor exists. The first factor is stored together with
 * hashes of recovery codes, and only if the account has no factor by then: of two clients that know only the
 * password, one can set it up.
 */
export interface SecondFactorRepository {
  of(accountId: string): Promise<SecondFactors>;
  /**
   * False where the account already has such a secret, or has received another first factor in the meantime.
   */
  addTotp(totp: Totp, firstWith: readonly string[] | null): Promise<boolean>;
  /**
   * False where the credential is known, or the account has received another first factor in the meantime.
   */
  addPasskey(passkey: Passkey, firstWith: readonly string[] | null): Promise<boolean>;
  /** False when there is none. Removing the last factor also removes the recovery codes. */
  removeTotp(accountId: string): Promise<boolean>;
  /** False when there is no such passkey. Removing the last factor also removes the recovery codes. */
  removePasskey(accountId: string, passkeyId: string): Promise<boolean>;
  /** False when the account has no factor. */
  removeAll(accountId: string): Promise<boolean>;
  replaceRecoveryCodes(accountId: string, hashes: readonly string[]): Promise<void>;
  /** False when a code of this step, or of a later one, was accepted before. */
  takeStep(accountId: string, step: number, usedAtMs: number): Promise<boolean>;
  /** False when the counter has not increased. An authenticator that does not count reports 0 each time. */
  takeCounter(passkeyId: string, counter: number, usedAtMs: number): Promise<boolean>;
  /** False for a code that is unknown or used. */
  takeRecoveryCode(accountId: string, hash: string, usedAtMs: number): Promise<boolean>;
}

/** The question that a second step must answer. */
export type Challenge = {
  readonly tokenHash: string;
  readonly accountId: string;
  /** For signing in, or for registering a passkey: a challenge for one is not valid for the other. */
  readonly purpose: 'sign-in' | 'passkey';
  /** The text that a passkey signs. */
  readonly nonce: string;
  readonly triesLeft: number;
  readonly expiresAtMs: number;
};

export interface ChallengeRepository {
  /** Also deletes expired challenges. */
  insert(challenge: Challenge, nowMs: number): Promise<void>;
  /** Counts a try. Undefined where no try is left, or there is no such challenge. */
  tryOne(
    tokenHash: string,
    purpose: Challenge['purpose'],
    nowMs: number,
  ): Promise<Pick<Challenge, 'accountId' | 'nonce'> | undefined>;
  /** Consumes the challenge: of several concurrent callers, one receives true. */
  take(tokenHash: string): Promise<boolean>;
}
