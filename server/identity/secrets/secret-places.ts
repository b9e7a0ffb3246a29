/** The places for which secrets are sealed: see `Sealing`. */
export const totpPlace = (accountId: string): string => `totp ${accountId}`;
/** For a secret that was offered but is not stored yet. */
export const enrolmentPlace = (accountId: string): string => `totp enrolment ${accountId}`;
export const recoveryPlace = (accountId: string): string => `recovery code ${accountId}`;
export const pairingPlace = 'pairing code';
export const bridgePairingPlace = 'pairing code of a bridge';
