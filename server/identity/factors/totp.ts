import { Secret, TOTP } from 'otpauth';

/** Supported by every authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds. */
const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** RFC 4226, 4: 160 bits. */
const secretBytes = 20;
/** Accepted steps before and after the present one: a phone's clock may be half a minute off. */
const drift = 1;

const issuer = 'Điểm cầu';

export const newTotpSecret = (): string => new Secret({ size: secretBytes }).base32;

/** `otpauth://totp/…` for a QR code. */
export const totpAddress = (secret: string, login: string): string =>
  new TOTP({ ...shape, issuer, label: login, secret: Secret.fromBase32(secret) }).toString();

/** The time step of `code`; undefined where the code is not valid at `nowMs`. */
export function totpStep(secret: string, code: string, nowMs: number): number | undefined {
  const delta = TOTP.validate({
    ...shape,
    secret: Secret.fromBase32(secret),
    token: code,
    timestamp: nowMs,
    window: drift,
  });
  return delta === null ? undefined : TOTP.counter({ period: shape.period, timestamp: nowMs }) + delta;
}
