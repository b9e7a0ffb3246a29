import { z } from 'zod';
import { id } from '../../ids.ts';
import { instantMs, name } from '../common.ts';
import { plainText } from '../../text.ts';

/** What proves a person's identity in the second step of signing in. */
export const proofKind = z.enum(['totp', 'passkey', 'recovery-code']);
export type ProofKind = z.infer<typeof proofKind>;

/** Six digits of an authenticator (RFC 6238), typed with blanks or without. */
const totpCode = plainText
  .max(20)
  .transform((typed) => typed.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'six digits'));

/** Read from paper, so typed in any case, with blanks or hyphens. */
const recoveryCode = plainText
  .max(40)
  .transform((typed) => typed.toUpperCase().replaceAll(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[A-Z0-9]{10}$/, 'ten letters and digits'));

/**
 * The fields that WebAuthn calls by these names (https://www.w3.org/TR/webauthn-3/), with bytes as base64url.
 */
const bytes = z
  .string()
  .max(16_000)
  .regex(/^[A-Za-z0-9_-]*$/, 'base64url');
const passkeyId = bytes.min(1).max(1_400);
const transports = z.array(z.string().max(40)).max(10);
const credentialType = z.literal('public-key');
const credential = z.strictObject({ id: passkeyId, type: credentialType, transports });

/** For `navigator.credentials.create`. */
export const passkeyCreation = z.strictObject({
  challenge: bytes,
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: bytes, name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ type: credentialType, alg: z.int() })),
  timeout: z.int(),
  attestation: z.literal('none'),
  excludeCredentials: z.array(credential),
  authenticatorSelection: z.strictObject({
    residentKey: z.literal('preferred'),
    userVerification: z.literal('required'),
  }),
});
export type PasskeyCreation = z.infer<typeof passkeyCreation>;

/** For `navigator.credentials.get`. */
export const passkeyRequest = z.strictObject({
  challenge: bytes,
  rpId: z.string(),
  timeout: z.int(),
  allowCredentials: z.array(credential),
  userVerification: z.literal('required'),
});
export type PasskeyRequest = z.infer<typeof passkeyRequest>;

const credentialAnswer = { id: passkeyId, rawId: passkeyId, type: credentialType };
/** The result of `navigator.credentials.create`. Browsers add more fields, which are not read. */
export const createdPasskey = z.object({
  ...credentialAnswer,
  response: z.object({ clientDataJSON: bytes, attestationObject: bytes, transports: transports.default([]) }),
});
export type CreatedPasskey = z.output<typeof createdPasskey>;

/** The result of `navigator.credentials.get`; further fields are not read either. */
export const shownPasskey = z.object({
  ...credentialAnswer,
  response: z.object({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }),
});
export type ShownPasskey = z.output<typeof shownPasskey>;

export const proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: totpCode }),
  z.strictObject({ kind: z.literal('recovery-code'), code: recoveryCode }),
  z.strictObject({ kind: z.literal('passkey'), passkey: shownPasskey }),
]);
export type Proof = z.output<typeof proof>;

const challenge = z.string().min(1).max(100);

/** The password was right, and the account also needs a proof of one of the `kinds`. */
export const secondStep = z.strictObject({
  /** To be sent with the proof. Valid for five minutes and five attempts. */
  challenge,
  expiresAtMs: instantMs,
  kinds: z.array(proofKind),
  /** Null if the account has no passkey. */
  passkey: passkeyRequest.nullable(),
});
export type SecondStepView = z.infer<typeof secondStep>;

export const secondStepProof = z.strictObject({ challenge, proof });

const factorUse = { createdAtMs: instantMs, lastUsedAtMs: instantMs.nullable() };

/** The second factors of the own account. */
export const secondFactors = z.strictObject({
  /** Whether the account must have one. */
  required: z.boolean(),
  totp: z.strictObject(factorUse).nullable(),
  passkeys: z.array(z.strictObject({ id, name: z.string(), ...factorUse })),
  /** False if the service has no public address by which browsers would know it. */
  takesPasskeys: z.boolean(),
  recoveryCodesLeft: z.int().min(0),
});
export type SecondFactorsView = z.infer<typeof secondFactors>;

/** What an authenticator app needs, and what is sent back with the first code. */
export const totpOffer = z.strictObject({
  enrolment: z.string(),
  /** In base32, for typing where no camera can read the address. */
  secret: z.string(),
  /** `otpauth://totp/…`, for a QR code. */
  address: z.string(),
});
export type TotpOffer = z.infer<typeof totpOffer>;
export const totpConfirmation = z.strictObject({ enrolment: z.string().max(1_000), code: totpCode });

export const passkeyOffer = z.strictObject({ challenge, options: passkeyCreation });
export const passkeyConfirmation = z.strictObject({ challenge, name, passkey: createdPasskey });
export const passkeyParams = z.strictObject({ passkeyId: id });

/**
 * Each is valid once, in place of another proof. They are shown once and kept as hashes; empty if the account
 * already had some.
 */
export const recoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
