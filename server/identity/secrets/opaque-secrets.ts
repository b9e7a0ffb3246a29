import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A refresh or device token: 256 random bits, so a plain hash is enough to protect the stored value. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * Without characters that look alike on a screen or sound alike on the telephone (0/O,
 * 1/I/L, 2/Z, 5/S, 8/B, U/V).
 */
const alphabet = '34679ACDEFGHJKMNPQRTWXY';
const codeLength = 8;

/** A pairing code: one of 23^8 ≈ 7.8 × 10^10, of which an address may try thirty while a code is valid. */
export const newPairingCode = (): string => newCode(codeLength);

/**
 * A code on a room's screen: one of 23^6 ≈ 1.5 × 10^8. It names the screen and opens nothing: staff with the
 * right types it, and the screen has a secret of its own.
 */
export const newScreenCode = (): string => newCode(6);

/** A recovery code: one of 23^10 ≈ 4 × 10^13. */
export const newRecoveryCode = (): string => newCode(10);

const newCode = (length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
