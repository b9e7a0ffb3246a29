/** An account's secret for an authenticator app. */
export type Totp = {
  readonly accountId: string;
  readonly sealedSecret: string;
  /** The time step of the last code that was taken: no code is good twice. */
  readonly lastStep: number;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
};

/** A credential of WebAuthn. Bytes as base64url. */
export type Passkey = {
  readonly id: string;
  readonly accountId: string;
  readonly credentialId: string;
  readonly name: string;
  /** COSE. */
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
 * Keeps `Account.secondFactor` true to what is there. Of a first factor the hashes of recovery codes come along, and it is
 * kept only if the account has none by then: of two who come with a password alone, one sets it up.
 */
export interface SecondFactorRepository {
  of(accountId: string): Promise<SecondFactors>;
  /** False where the account has such a secret, or another first factor by now. */
  addTotp(totp: Totp, firstWith: readonly string[] | null): Promise<boolean>;
  /** False where the credential is known, or the account has another first factor by now. */
  addPasskey(passkey: Passkey, firstWith: readonly string[] | null): Promise<boolean>;
  /** False when there is none. With the last factor the recovery codes go. */
  removeTotp(accountId: string): Promise<boolean>;
  /** False when there is no such one. With the last factor the recovery codes go. */
  removePasskey(accountId: string, passkeyId: string): Promise<boolean>;
  /** False when there is none at all. */
  removeAll(accountId: string): Promise<boolean>;
  replaceRecoveryCodes(accountId: string, hashes: readonly string[]): Promise<void>;
  /** False when a code of this step, or of a later one, was taken before. */
  takeStep(accountId: string, step: number, usedAtMs: number): Promise<boolean>;
  /** False when the counter is no further than it was; an authenticator that does not count says 0 each time. */
  takeCounter(passkeyId: string, counter: number, usedAtMs: number): Promise<boolean>;
  /** False for a code that is none or was taken. */
  takeRecoveryCode(accountId: string, hash: string, usedAtMs: number): Promise<boolean>;
}

/** What a second step answers to. */
export type Challenge = {
  readonly tokenHash: string;
  readonly accountId: string;
  /** For signing in, or for a passkey that is to be kept: one does not do for the other. */
  readonly purpose: 'sign-in' | 'passkey';
  /** What a passkey signs. */
  readonly nonce: string;
  readonly triesLeft: number;
  readonly expiresAtMs: number;
};

export interface ChallengeRepository {
  /** Forgets those that have expired by the way. */
  insert(challenge: Challenge, nowMs: number): Promise<void>;
  /** Counts a try; undefined where there is none left, or no such challenge. */
  tryOne(
    tokenHash: string,
    purpose: Challenge['purpose'],
    nowMs: number,
  ): Promise<Pick<Challenge, 'accountId' | 'nonce'> | undefined>;
  /** For one of many who ask at once. */
  take(tokenHash: string): Promise<boolean>;
}
