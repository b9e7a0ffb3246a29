/** What a secret is sealed for: see `Sealing`. */
export const totpPlace = (accountId: string): string => `totp ${accountId}`;
/** Of a secret that is offered and not kept yet. */
export const enrolmentPlace = (accountId: string): string => `totp enrolment ${accountId}`;
export const recoveryPlace = (accountId: string): string => `recovery code ${accountId}`;
export const pairingPlace = 'pairing code';
